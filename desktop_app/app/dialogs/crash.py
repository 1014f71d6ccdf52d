"""The dialog that says that something went wrong in Coreloom itself."""

from __future__ import annotations

import platform
from pathlib import Path

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app import __version__
from desktop_app.app.dialogs.form import plain_label, set_role
from desktop_app.app.styling import TEXT_PX
from desktop_app.views.theme import mono_font

#: Errors that are shown; all are in the log.
_MOST_SHOWN = 20


class CrashDialog(QDialog):
    """Shows an error with the way to the log, and lets people go on or quit.

    Args:
        text: The error with its traceback.
        log: The log.
        kept: Whether the unsaved work was written down.
        parent: The window.

    Signals:
        quit_chosen: Somebody wants to quit.
    """

    quit_chosen = Signal()

    def __init__(self, text: str, log: Path, *, kept: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Something went wrong"))
        self._log = log
        self._shown = 1
        heading = plain_label(self.tr("Something went wrong in Coreloom"))
        set_role(heading, "heading")
        if kept:
            what = self.tr("Your work is kept: whatever was not saved is offered again after a restart.")
        else:
            what = self.tr("Unsaved work could not be written down. Save it now, under another name to be safe.")
        lead = plain_label(
            self.tr("{} You can go on, though something may be missing or wrong on the screen.").format(what)
        )
        lead.setWordWrap(True)
        self.text = QPlainTextEdit(f"{_about()}\n\n{text}".rstrip(), self)
        self.text.setReadOnly(True)
        self.text.setFont(mono_font(TEXT_PX - 1))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName(self.tr("What happened"))
        self.text.setTabChangesFocus(True)
        place = plain_label(self.tr("Log: {}").format(log))
        place.setWordWrap(True)
        set_role(place, "hint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(14)
        for part in (heading, lead, self.text, place):
            layout.addWidget(part)
        layout.addLayout(self._buttons())
        self.resize(760, 460)
        self.go_on.setFocus()

    def _buttons(self) -> QHBoxLayout:
        self.copy = QPushButton(self.tr("&Copy"), self)
        self.folder = QPushButton(self.tr("Open the &folder of the log"), self)
        self.leave = QPushButton(self.tr("&Quit"), self)
        self.go_on = QPushButton(self.tr("C&ontinue"), self)
        set_role(self.go_on, "primary")
        self.go_on.setDefault(True)
        self.copy.clicked.connect(self._copy)
        self.folder.clicked.connect(self._open_folder)
        self.leave.clicked.connect(self._quit)
        self.go_on.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addWidget(self.folder)
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.go_on)
        return row

    def add(self, text: str) -> None:
        """Show one more error below."""
        self._shown += 1
        if self._shown <= _MOST_SHOWN:
            self.text.appendPlainText(f"\n{text}".rstrip())
        elif self._shown == _MOST_SHOWN + 1:
            self.text.appendPlainText(self.tr("\nMore errors are in the log."))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log.parent)))

    def _quit(self) -> None:
        self.accept()
        self.quit_chosen.emit()


def _about() -> str:
    return (
        f"Coreloom {__version__}, Python {platform.python_version()}, PySide6 {pyside_version}, {platform.platform()}"
    )
