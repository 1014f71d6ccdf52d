"""The dialog that says that something went wrong in Coreloom itself, and what such dialogs have in common."""

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


class ReportDialog(QDialog):
    """Shows a report with the way to the log; what it is about, and how one goes on, say others.

    Args:
        text: The report.
        log: The log.
        parent: The window.
    """

    def __init__(self, text: str, log: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._log = log
        self.heading = plain_label("")
        set_role(self.heading, "heading")
        self.lead = plain_label("")
        self.lead.setWordWrap(True)
        self.text = QPlainTextEdit(f"{_about()}\n\n{text}".rstrip(), self)
        self.text.setReadOnly(True)
        self.text.setFont(mono_font(TEXT_PX - 1))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName(self.tr("What happened"))
        self.text.setTabChangesFocus(True)
        logged = log.is_file()
        place = plain_label(self.tr("Log: {}").format(log) if logged else self.tr("No log could be written."))
        place.setWordWrap(True)
        set_role(place, "hint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(14)
        for part in (self.heading, self.lead, self.text, place):
            layout.addWidget(part)
        self.row = self._buttons()
        layout.addLayout(self.row)
        self.folder.setEnabled(logged)
        self.resize(760, 460)

    def _buttons(self) -> QHBoxLayout:
        self.copy = QPushButton(self.tr("&Copy"), self)
        self.folder = QPushButton(self.tr("Open the &folder of the log"), self)
        self.copy.clicked.connect(self._copy)
        self.folder.clicked.connect(self._open_folder)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addWidget(self.folder)
        row.addStretch(1)
        return row

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log.parent)))


class CrashDialog(ReportDialog):
    """Shows an error, and lets people go on or quit.

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
        super().__init__(text, log, parent)
        self.setWindowTitle(self.tr("Something went wrong"))
        self._shown = 1
        self.heading.setText(self.tr("Something went wrong in Coreloom"))
        if kept:
            what = self.tr("Your work is kept: whatever was not saved is offered again after a restart.")
        else:
            what = self.tr("Unsaved work could not be written down. Save it now, under another name to be safe.")
        self.lead.setText(
            self.tr("{} You can go on, though something may be missing or wrong on the screen.").format(what)
        )
        self.leave = QPushButton(self.tr("&Quit"), self)
        self.go_on = QPushButton(self.tr("C&ontinue"), self)
        set_role(self.go_on, "primary")
        self.go_on.setDefault(True)
        self.leave.clicked.connect(self._quit)
        self.go_on.clicked.connect(self.accept)
        self.row.addWidget(self.leave)
        self.row.addWidget(self.go_on)
        self.go_on.setFocus()

    def add(self, text: str) -> None:
        """Show one more error below."""
        self._shown += 1
        if self._shown <= _MOST_SHOWN:
            self.text.appendPlainText(f"\n{text}".rstrip())
        elif self._shown == _MOST_SHOWN + 1:
            self.text.appendPlainText(self.tr("\nMore errors are in the log."))

    def _quit(self) -> None:
        self.accept()
        self.quit_chosen.emit()


def _about() -> str:
    return (
        f"Coreloom {__version__}, Python {platform.python_version()}, PySide6 {pyside_version}, {platform.platform()}"
    )
