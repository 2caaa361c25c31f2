"""Requests to servers: the client, SPARQL answers as they come, access, and failures in words.

May import :mod:`graph.reading` and the rooms below it.
"""
