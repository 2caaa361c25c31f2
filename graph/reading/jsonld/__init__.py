"""JSON-LD before its parser: contexts outside the file, and the scripts of web pages.

May import the modules of :mod:`graph.reading` beside it but for the reader itself, and what those may.
"""
