"""Publication: a folder with a numbered figure, its footnotes, its data, and one page that needs nothing but itself.

May import what :mod:`explorer.files` may.
"""
