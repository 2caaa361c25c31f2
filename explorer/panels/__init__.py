"""The values that the window shows beside the picture; ``ui/panels`` shows them.

May import :mod:`explorer.pictures` and :mod:`explorer.document`.
"""
