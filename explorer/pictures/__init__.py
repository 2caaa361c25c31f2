"""Pictures: what is visible as arrays, and these as strokes, marks and words."""
