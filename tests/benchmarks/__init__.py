"""Benchmarks beside other programs; not part of the tests."""
