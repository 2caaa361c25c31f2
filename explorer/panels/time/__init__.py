"""The timeline's values: lanes, bars, ticks, the brushed range, playing.

May import what :mod:`explorer.panels` may.
"""
