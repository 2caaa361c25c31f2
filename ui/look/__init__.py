"""Theme, typeface and icons. May import :mod:`explorer.pictures`."""
