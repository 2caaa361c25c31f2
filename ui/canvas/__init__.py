"""The drawing surface: camera, painter and images."""
