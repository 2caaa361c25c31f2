"""Section of a panel: a heading with a body that folds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui.look import icons
from ui.parts.text import link_button, plain_tip, sized

_LEAST = 60
_ABOVE, _BETWEEN = 4, 1


class Section(QWidget):
    """A heading with a caret, an optional link at its right end, and the body below."""

    def __init__(self, title: str, body: QWidget, *, link: str = "", link_tip: str = "") -> None:
        super().__init__()
        self.body = body
        self.heading = QToolButton()
        self.entitle(title)
        self.heading.setCheckable(True)
        self.heading.setChecked(True)
        self.heading.setAutoRaise(True)
        self.heading.setProperty("look", "quiet")
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setFont(sized(self.font(), 0.92, QFont.Weight.DemiBold))
        self.heading.setMinimumWidth(_LEAST)  # a longer title ends in an ellipsis where there is no room for it
        # As wide as the row, which a click anywhere folds.
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.heading.toggled.connect(self._fold)
        self.link = link_button(link, link_tip)
        self.link.setFont(sized(self.font(), 0.92))
        self.link.setVisible(False)
        top = QHBoxLayout()
        top.setContentsMargins(4, 0, 8, 0)
        top.addWidget(self.heading, 1)
        top.addWidget(self.link)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, _ABOVE, 0, _ABOVE)
        outer.setSpacing(_BETWEEN)
        outer.addLayout(top)
        outer.addWidget(body)
        # Not Maximum, which is the height that words take in a column of the width they would like.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._fold(True)

    def entitle(self, title: str) -> None:
        """Replace the title, which the tip shows whole."""
        self.heading.setText(title)
        self.heading.setAccessibleName(f"{title}, section")
        self.heading.setToolTip(plain_tip(f"{title}: fold or unfold (Space)"))

    def _fold(self, unfolded: bool) -> None:
        self.body.setVisible(unfolded)
        self.heading.setIcon(icons.icon("caret-down" if unfolded else "caret-right"))

    def remember(self, folds: dict[str, str], key: str) -> None:
        """Write "open" or "folded" into ``folds`` whenever the user unfolds or folds the section."""

        def write(is_open: bool) -> None:
            folds[key] = "open" if is_open else "folded"

        self.heading.clicked.connect(write)

    @property
    def head_height(self) -> int:
        """The height that the section takes beside its body, in pixels."""
        return self.heading.sizeHint().height() + 2 * _ABOVE + _BETWEEN

    @property
    def unfolded(self) -> bool:
        """True if the body is open."""
        return self.heading.isChecked()
