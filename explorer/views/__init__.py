"""Views as immutable values, and the part of the data that each one shows.

May import :mod:`graph`.
"""
