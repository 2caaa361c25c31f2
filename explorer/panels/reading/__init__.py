"""Values of the reader: texts with the marks of passages, and search in them."""
