"""The canvas: painting of a display list, camera and mouse, images of a picture.

May import ``ui.look`` and ``ui.work``.
"""
