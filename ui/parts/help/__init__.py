"""Pages about the program: the guide, the keys, and a word about the program itself.

May import :mod:`ui.look` and every floor below.
"""
