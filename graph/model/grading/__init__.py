"""Grades that data give to sources and statements, by letters and figures.

May import what :mod:`graph.model` may.
"""
