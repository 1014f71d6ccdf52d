"""The page with the licences of everything Coreloom is made of: a list, and the text of the chosen one beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.app.about.licence_list import LicenceList, titled
from desktop_app.app.dialogs.form import plain_label, set_role
from desktop_app.app.styling import TEXT_PX
from desktop_app.export.video.library import has_video
from desktop_app.model.errors import CoreloomError
from desktop_app.storage.licences import Licensed, licence_text
from desktop_app.views.theme import Theme, mono_font

_LIST_PX = 300


class LicencesPage(QWidget):
    """Lists the parts; the text of one is read when it is chosen.

    Args:
        parts: What there is.
        theme: The colours.
        parent: The dialog.
    """

    def __init__(self, parts: Sequence[Licensed], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Find, such as Qt or GPL"))
        self.search.setAccessibleName(self.tr("Find a part or a licence"))
        self.search.setClearButtonEnabled(True)
        self.list = LicenceList(parts, theme, self)
        self.list.setFixedWidth(_LIST_PX)
        self._none = plain_label(self.tr("No part and no licence has this in its name."))
        set_role(self._none, "hint")
        self._none.setWordWrap(True)
        self._none.hide()
        self.title = _selectable("section")
        self.origin = _selectable("hint")
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.text.setFont(mono_font(TEXT_PX - 2))
        self.text.setAccessibleName(self.tr("Text of the licence"))
        self._lay_out()
        self.search.textChanged.connect(self._seek)
        self.search.installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show())
        self.list.choose(0)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(self._none)
        left.addWidget(self.list, 1)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addWidget(self.title)
        right.addWidget(self.origin)
        right.addWidget(self.text, 1)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addLayout(left)
        columns.addLayout(right, 1)
        self.notice = plain_label(self._notice())
        self.notice.setWordWrap(True)
        set_role(self.notice, "hint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.notice)
        layout.addLayout(columns, 1)

    def _notice(self) -> str:
        qt = self.tr(
            "Coreloom is under the MIT licence; it uses Qt and PySide6 under the LGPL, version 3. They are files of "
            "their own, which you may replace by other builds of the same version."
        )
        video = self.tr(
            "Video export is installed: it contains x264 and x265, so whoever hands on a copy with it does that under "
            "the GPL, version 3 or later."
        )
        return f"{qt} {video}" if has_video() else qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list while the search has the focus."""
        if watched is self.search and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            rows = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            key = Qt.Key(event.key())
            if key in rows:
                last = self.list.model().rowCount() - 1
                self.list.choose(min(max(self.list.currentIndex().row() + rows[key], 0), last))
                return True
        return super().eventFilter(watched, event)

    def _seek(self, words: str) -> None:
        found = self.list.seek(words)
        self._none.setVisible(not found)
        self.list.setVisible(bool(found))
        if not found:
            self._show()

    def _show(self) -> None:
        part = self.list.chosen()
        if part is None:
            for shown in (self.title, self.origin):
                shown.clear()
            self.text.clear()
            return
        self.title.setText(f"{titled(part)} – {part.licence}")
        came = self.tr("Came with {}. ").format(part.within) if part.within else ""
        source = self.tr("Source: {}").format(part.source) if part.source else ""
        self.origin.setText(f"{came}{source}")
        try:
            text = licence_text(part)
        except CoreloomError as error:
            text = str(error)
        self.text.setPlainText(text or self._without(part))

    def _without(self, part: Licensed) -> str:
        return self.tr("{} came without the text of its licence. It is where its source is.").format(part.name)


def _selectable(role: str) -> QLabel:
    label = plain_label("")
    set_role(label, role)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
