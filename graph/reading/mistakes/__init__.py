"""Files with mistakes: the statements that can be read, and the places of the others.

May import the modules of :mod:`graph.reading` beside it but for the reader itself, and what those may.
"""
