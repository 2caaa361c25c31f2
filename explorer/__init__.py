"""The explorer without its window: views, pictures, panels, files, commands. No Qt, no RDF library."""
