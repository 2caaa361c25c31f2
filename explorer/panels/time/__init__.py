"""Values of the timeline: lanes, bars, ticks, the dragged date range, playing.

May import what :mod:`explorer.panels` may.
"""
