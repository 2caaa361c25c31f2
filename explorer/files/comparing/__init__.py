"""Comparisons: two sides, such as two files, dates or views of one source, in one document that is drawn in place."""
