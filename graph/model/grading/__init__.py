"""Grades of sources and statements, by letters and figures: those that data give, and those that the user added.

May import what :mod:`graph.model` may.
"""
