"""Widgets that show and edit style rules.

May import what ``ui.parts`` may.
"""
