"""Archives and folders: packed files unpacked in bounded steps, and the files in ZIP archives and folders.

May import the rest of :mod:`graph.reading` and what that may import.
"""
