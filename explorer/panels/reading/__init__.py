"""Values of evidence: texts with the marks of passages, search in them, what can be graded, and details of a day."""
