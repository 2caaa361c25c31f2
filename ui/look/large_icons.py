"""A style whose menus have larger icons."""

from __future__ import annotations

from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget


class LargeIcons(QProxyStyle):
    """The style of the application, with menu icons of ``size`` pixels."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric == QStyle.PixelMetric.PM_SmallIconSize:
            return self._size
        return super().pixelMetric(metric, option, widget)
