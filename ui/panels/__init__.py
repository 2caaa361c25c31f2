"""One module for each dock panel. Panels do not know one another.

May import ``ui.parts``.
"""
