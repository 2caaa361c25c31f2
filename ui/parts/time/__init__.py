"""The chart of the timeline panel: its widget, surface and painting.

May import what ``ui.parts`` may.
"""
