"""Filters: what hides resources and relationships, by tick boxes, ranges, dates and values.

May import the view with its nodes, measures and groups, and the floor below.
"""
