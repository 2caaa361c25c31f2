"""Widgets of the filters panel: lists with a field to find lines, and facets over columns.

May import what ``ui.parts`` may.
"""
