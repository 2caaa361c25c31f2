"""What the user looks at and can do with it: views, pictures, panels, files, commands. No Qt, no RDF library."""
