"""What you are looking at and may do with it: views, what is visible, scenes, sessions. No Qt, no RDF library."""
