"""Over the canvas or the window: ledger, legend, minimap, messages, progress, command palette.

May import ``ui.parts`` and ``ui.canvas``.
"""
