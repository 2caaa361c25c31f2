"""The Qt window: canvas, panels, dialogs. The only package that imports Qt."""
