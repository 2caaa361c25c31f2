"""Values that the window shows beside the picture; ``ui/panels`` displays them.

May import :mod:`explorer.pictures` and :mod:`explorer.document`.
"""
