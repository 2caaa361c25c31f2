"""Text layers: the text taken out of HTML, DOCX, ODT and PDF files.

Files come from anywhere: they are read in a child process, and nothing in them runs or loads.
"""
