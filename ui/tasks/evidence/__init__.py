"""Tasks with evidence: grades of sources and statements.

May import what :mod:`ui.tasks` may.
"""
