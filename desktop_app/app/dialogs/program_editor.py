"""The window in which a program's text is written: checked while one types, and run when one says so."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.app.dialogs.code_edit import CodeEdit
from desktop_app.app.dialogs.form import ChoiceBox, plain_label, room_on_screen, set_role
from desktop_app.app.documents import Documents
from desktop_app.app.key_map import shown_keys
from desktop_app.app.session import Session
from desktop_app.app.styling import TEXT_PX
from desktop_app.model.errors import CoreloomError, ProgramError
from desktop_app.model.workload import Program
from desktop_app.program.limits import MAX_SOURCE_BYTES
from desktop_app.program.loading import load_program
from desktop_app.views.theme import Theme, mono_font

#: From the last key to checking the text.
_CHECK_MS = 350
_SIZE_PX = (720, 620)


class ProgramEditor(QDialog):
    """Edits the programs of the open document.

    What is written is a draft until it is run: what runs is the last text that could be run. Drafts belong to the
    document, so that they are neither lost when this window is closed, nor when Coreloom crashes.

    Args:
        session: What is open.
        documents: Takes drafts, and runs them.
        theme: The colours.
        parent: The main window.
    """

    _checked = Signal(str, object)

    def __init__(self, session: Session, documents: Documents, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._documents = documents
        self._program: Program | None = None
        self._programs: list[Program] | None = None
        self._filling = False
        self._worker: ThreadPoolExecutor | None = None
        self._checking: Future[None] | None = None
        self.choice = ChoiceBox(self)
        self.edit = CodeEdit(theme, self)
        self.status = QLabel(self)
        self.run = QPushButton(self.tr("&Run this text"), self)
        self.revert = QPushButton(self.tr("Re&vert"), self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_CHECK_MS)
        self._timer.timeout.connect(self._check)
        self._build()
        self.choice.currentIndexChanged.connect(self._choose)
        self.edit.textChanged.connect(self._note)
        self.run.clicked.connect(self.use)
        self.revert.clicked.connect(self._revert)
        self._checked.connect(self._show_checked)
        documents.changed.connect(self.refresh)
        self.finished.connect(self._stop)
        self.refresh()

    def _build(self) -> None:
        self.setWindowTitle(self.tr("Program"))
        self.edit.setAccessibleName(self.tr("Text of the program"))
        self.choice.setAccessibleName(self.tr("Program"))
        self.status.setTextFormat(self.status.textFormat().PlainText)
        self.status.setFont(mono_font(TEXT_PX - 1))
        self.status.setWordWrap(True)
        self.status.setMinimumHeight(3 * self.status.fontMetrics().lineSpacing())
        self.status.setAccessibleName(self.tr("What is wrong"))
        set_role(self.run, "primary")
        for key in ("Ctrl+Return", "Ctrl+Enter", "F5"):
            QShortcut(QKeySequence(key), self, self.use)
        self.run.setToolTip(self.tr("Run what is written here ({})").format(shown_keys([QKeySequence("Ctrl+Return")])))
        self.run.setAutoDefault(False)
        self.revert.setAutoDefault(False)
        self.revert.setToolTip(self.tr("Back to the text that runs"))
        close = QPushButton(self.tr("&Close"), self)
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        head = QHBoxLayout()
        label = plain_label(self.tr("&Program"))
        label.setBuddy(self.choice)
        head.addWidget(label)
        head.addWidget(self.choice, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.run)
        foot.addWidget(self.revert)
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self.status)
        layout.addLayout(foot)
        self.resize(*_SIZE_PX)
        self.resize(self.width(), min(self.height(), room_on_screen(self)))
        self.edit.setFocus()

    # -- what is shown --------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the programs of the document as it is now; what is being written stays."""
        scenario = self._session.scenario
        programs = list(
            dict.fromkeys(
                entry.program for entry in (scenario.processes if scenario else ()) if entry.program is not None
            )
        )
        if programs == self._programs:
            self._show_state()
            return
        index = self.choice.currentIndex()
        self._programs = programs
        self._filling = True
        self.choice.clear()
        for program in programs:
            self.choice.addItem(program.name)
        index = min(max(index, 0), len(programs) - 1)
        self.choice.setCurrentIndex(index)
        self._filling = False
        self._choose(index)

    def _choose(self, index: int) -> None:
        if self._filling:
            return
        programs = self._programs or []
        self._program = programs[index] if 0 <= index < len(programs) else None
        text = "" if self._program is None else self._documents.draft_of(self._program)
        self.edit.setEnabled(self._program is not None)
        if text != self.edit.toPlainText():
            self._filling = True
            self.edit.setPlainText(text)
            self._filling = False
        self._check()

    def _note(self) -> None:
        """Keep what is written as a draft, and check it in a while."""
        if self._filling or self._program is None:
            return
        self._documents.keep_draft(self._program, self.edit.toPlainText())
        self._timer.start()

    def _show_state(self) -> None:
        program = self._program
        differs = program is not None and self._documents.draft_of(program) != program.source
        self.run.setEnabled(differs)
        self.revert.setEnabled(differs)

    # -- checking and running -------------------------------------------------------------------------------

    def use(self) -> bool:
        """Run the document with the text as it is, and say whether that worked; the old text runs on when not."""
        self._timer.stop()
        if self._program is None:
            return False
        try:
            self._documents.use_draft(self._program)
        except ProgramError as error:
            self._show_checked(self.edit.toPlainText(), error)
            self.edit.go_to_line(error.line)
            return False
        except CoreloomError as error:
            self._say(str(error), wrong=True)
            return False
        return True

    def _revert(self) -> None:
        if self._program is not None:
            self.edit.selectAll()
            self.edit.insertPlainText(self._program.source)  # in one step that the editor can undo

    def _check(self) -> None:
        """Let the compiler look at the text, in another process, while one goes on to write."""
        self._timer.stop()
        self.edit.colour()
        self._show_state()
        if self._program is None:
            self._say(self.tr("Nothing that is open runs a Python program."), wrong=False)
            return
        if self._checking is not None and not self._checking.done():
            self._timer.start()
            return
        text = self.edit.toPlainText()
        if len(text.encode("utf-8", "surrogatepass")) > MAX_SOURCE_BYTES:
            self._say(self.tr("The text is longer than 1 MiB, which is the most a program may have."), wrong=True)
            return
        program = replace(self._program, source=text)
        if self._worker is None:
            self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="checking")
        self._checking = self._worker.submit(self._compile, program)

    def _compile(self, program: Program) -> None:
        """Compile a program, in another thread."""
        try:
            load_program(program)
        except CoreloomError as error:
            self._tell(program.source, error)
        else:
            self._tell(program.source, None)

    def _tell(self, text: str, error: CoreloomError | None) -> None:
        try:
            self._checked.emit(text, error)
        except RuntimeError:  # this window is gone
            return

    def _show_checked(self, text: str, error: CoreloomError | None) -> None:
        if text != self.edit.toPlainText():
            return  # another one is checked by now
        self.edit.mark_wrong(error.line if isinstance(error, ProgramError) else 0)
        if error is not None:
            self._say(str(error), wrong=True)
        elif self.run.isEnabled():
            self._say(self.tr("This can be run. Until then, the text from before runs."), wrong=False)
        else:
            self._say(self.tr("This is what runs."), wrong=False)

    def _say(self, text: str, *, wrong: bool) -> None:
        self.status.setText(text)
        set_role(self.status, "problem" if wrong else "hint")

    def _stop(self) -> None:
        """Check no more; drafts stay with the document."""
        self._timer.stop()
        if self._worker is not None:
            self._worker.shutdown(wait=False, cancel_futures=True)
            self._worker = None
