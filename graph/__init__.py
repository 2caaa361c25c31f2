"""What the data says: terms, reading, projection, evidence, layouts, writing. No Qt."""
