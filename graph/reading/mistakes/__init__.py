"""Statements told apart without a parser: those without mistakes in a broken file, and those of N3 without its logic.

May import the modules of :mod:`graph.reading` beside it but for the reader itself, and what those may.
"""
