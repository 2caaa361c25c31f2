"""Values of evidence: texts with the marks of passages, search in them, and what can be graded."""
