"""A line above the stage that says something people should know, and is in nobody's way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from desktop_app.app.actions import called
from desktop_app.app.dialogs.form import plain_label, set_role
from desktop_app.app.icons import icon
from desktop_app.views.theme import Theme

_ICON_PX = 14


class NoticeBar(QFrame):
    """A sentence, a button for more of it, and one that closes it.

    Args:
        text: The sentence.
        tell: Tells more.
        theme: The colours.
        parent: The window.
    """

    def __init__(self, text: str, tell: Callable[[], object], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice_bar")
        self.setAccessibleName(text)
        set_role(self, "notice")
        self.label = plain_label(text)
        self.label.setWordWrap(True)
        self.more = QPushButton(self.tr("&Details…"), self)
        set_role(self.more, "slim")
        self.more.clicked.connect(called(tell))
        self.close_button = QToolButton(self)
        self.close_button.setToolTip(self.tr("Close this notice"))
        self.close_button.setAccessibleName(self.close_button.toolTip())
        self.close_button.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(self.close_button, "small")
        self.close_button.clicked.connect(self.close)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 8, 6)
        layout.setSpacing(10)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.more)
        layout.addWidget(self.close_button)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        self.close_button.setIcon(icon("close", theme))
