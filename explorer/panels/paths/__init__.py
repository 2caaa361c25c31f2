"""Paths between resources: searches in words, their lines in the panel, and their footnotes.

May import what :mod:`explorer.panels` may.
"""
