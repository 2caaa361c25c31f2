"""Views as immutable values, and what of the data each one shows.

May import :mod:`graph`.
"""
