"""A message over the window: what is wrong and what to do about it, or something to read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_app.app.dialogs.form import room_on_screen, set_role
from desktop_app.app.styling import TEXT_PX
from desktop_app.views.theme import mono_font

_WIDTH_PX = 560
_QUOTE_WIDTH_PX = 760
#: Texts of more letters than this get wider lines.
_LONG = 1500
#: What stands above and below the text, and the least that is left for it.
_AROUND_PX = 140
_LEAST_PX = 120


class Message(QDialog):
    """A title, a text that can be selected and copied, and one button.

    Args:
        title: What it is about.
        text: Plain text; it may come from a file, so it is never read as markup.
        quotes: Whether the text quotes source code whose columns must stay in line.
        parent: The window it stands over.
    """

    def __init__(self, title: str, text: str, *, quotes: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading = QLabel(title, self)
        heading.setProperty("role", "heading")
        heading.setTextFormat(Qt.TextFormat.PlainText)
        self.body = QLabel(text, self)
        self.body.setTextFormat(Qt.TextFormat.PlainText)
        self.body.setWordWrap(True)
        self.body.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        if quotes:
            self.body.setFont(mono_font(TEXT_PX))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok, self)
        confirm = buttons.button(QDialogButtonBox.StandardButton.Ok)
        set_role(confirm, "primary")
        confirm.setDefault(True)
        buttons.accepted.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(16)
        layout.addWidget(heading)
        # A wrapped label asks for the height of some other width; tell it ours.
        width = _QUOTE_WIDTH_PX if quotes or len(text) > _LONG else _WIDTH_PX
        self.body.ensurePolished()
        high = self.body.heightForWidth(width)
        self.body.setFixedSize(width, high)
        layout.addWidget(self._shown(width, min(high, room_on_screen(parent) - _AROUND_PX)))
        layout.addWidget(buttons)
        confirm.setFocus()

    def _shown(self, width: int, room: int) -> QWidget:
        """Return the text, or what scrolls it where the screen is too low for all of it."""
        if self.body.height() <= room:
            return self.body
        area = QScrollArea(self)
        area.setWidget(self.body)
        area.setFixedSize(width + area.verticalScrollBar().sizeHint().width() + 8, max(room, _LEAST_PX))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.windowTitle())
        return area
