"""A picture as arrays: positions, sizes, colours, bends; and lookup by place.

May import :mod:`explorer.pictures.look`.
"""
