"""The canvas: drawing a display list, camera and mouse, images of a picture.

May import ``ui.look`` and ``ui.work``.
"""
