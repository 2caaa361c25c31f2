"""Parts of the reader: a text set like a page, and the strip that shows where evidence lies in it."""
