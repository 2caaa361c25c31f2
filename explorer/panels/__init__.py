"""Panels: the values that a window shows beside the picture."""
