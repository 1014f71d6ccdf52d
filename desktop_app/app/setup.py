"""The set-up dialogs, opened over the window; what they give is run at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.app.dialogs.consistency import reason_of
from desktop_app.app.dialogs.machine import MachineDialog
from desktop_app.app.dialogs.processes import ProcessesDialog
from desktop_app.app.dialogs.threads import ThreadsDialog
from desktop_app.app.documents import Documents
from desktop_app.app.session import Session
from desktop_app.model.errors import CoreloomError
from desktop_app.storage.program_file import read_program
from desktop_app.views.theme import Theme

if TYPE_CHECKING:
    from desktop_app.app.main_window import MainWindow

Dialog = MachineDialog | ProcessesDialog | ThreadsDialog


def ask_machine(window: MainWindow, session: Session, documents: Documents) -> MachineDialog | None:
    """Let the user set up the machine and the scheduler."""
    if session.scenario is None:
        return None
    dialog = MachineDialog(session.scenario, window)
    _open(dialog, documents, session, window.theme)
    return dialog


def ask_processes(window: MainWindow, session: Session, documents: Documents) -> ProcessesDialog | None:
    """Let the user set up what is launched."""
    if session.scenario is None:
        return None
    dialog = ProcessesDialog(session.scenario, read_program, window)
    _open(dialog, documents, session, window.theme)
    return dialog


def ask_threads(window: MainWindow, session: Session, documents: Documents) -> ThreadsDialog | None:
    """Let the user set up how many threads run each program."""
    if session.scenario is None:
        return None
    dialog = ThreadsDialog(session.scenario, window)
    _open(dialog, documents, session, window.theme)
    return dialog


def _open(dialog: Dialog, documents: Documents, session: Session, theme: Theme) -> None:
    from desktop_app.app.dialogs.preview import Preview  # noqa: PLC0415 - numpy is not needed for the first paint

    preview = Preview(session.trace, theme, dialog)
    if dialog.put_beside(preview):
        dialog.checked.connect(lambda right: preview.show_scenario(dialog.scenario() if right else None))
        preview.show_scenario(dialog.scenario() if dialog.ok_button.isEnabled() else None)
    else:
        preview.deleteLater()
    dialog.use_by(lambda: _use(dialog, documents))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _use(dialog: Dialog, documents: Documents) -> str:
    """Run what a dialog gives, and return why that is impossible: some contradictions only the engine finds."""
    try:
        documents.change(dialog.scenario())
    except CoreloomError as error:
        return reason_of(error)
    return ""
