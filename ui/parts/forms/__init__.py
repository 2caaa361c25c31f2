"""Forms in a dialog: settings of a layout, the content of an image, the content of an export.

May import :mod:`ui.look` and every floor below.
"""
