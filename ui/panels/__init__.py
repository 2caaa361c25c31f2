"""One module for each dock panel. Panels do not import one another.

May import ``ui.parts``.
"""
