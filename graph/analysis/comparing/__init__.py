"""Comparison of two graphs: their difference, the matching of blank nodes, and both in one graph."""
