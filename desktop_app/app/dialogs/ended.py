"""The dialog that says that Coreloom crashed: right after that, or at the next start."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.app.dialogs.crash import ReportDialog
from desktop_app.app.dialogs.form import set_role
from desktop_app.app.own_command import own_command


class EndedDialog(ReportDialog):
    """Shows what a process left behind.

    Args:
        text: What it left.
        log: The log.
        can_start: Whether Coreloom may be started from here: it does not run any more.
        parent: The window, where there is one.
    """

    def __init__(self, text: str, log: Path, *, can_start: bool, parent: QWidget | None = None) -> None:
        super().__init__(text, log, parent)
        self.setWindowTitle(self.tr("Coreloom ended unexpectedly"))
        self.heading.setText(self.windowTitle() if can_start else self.tr("Coreloom ended unexpectedly last time"))
        self.lead.setText(
            self.tr("Unsaved work was kept up to the last few seconds: it is offered when Coreloom starts.")
            if can_start
            else self.tr("If there was unsaved work, it is offered next. The report helps to find out what happened.")
        )
        self.leave = QPushButton(self.tr("C&lose"), self)
        self.leave.clicked.connect(self.reject)
        self.row.addWidget(self.leave)
        last = self.leave
        if can_start:
            self.again = last = QPushButton(self.tr("&Start again"), self)
            self.again.clicked.connect(self._start)
            self.row.addWidget(self.again)
        set_role(last, "primary")
        last.setDefault(True)
        last.setFocus()

    def _start(self) -> None:
        program, *arguments = own_command([], window=True)
        QProcess.startDetached(program, arguments)
        self.accept()
