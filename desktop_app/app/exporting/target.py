"""Where an export goes: a field for the file's name, whose ending follows the format, and a button to choose it."""

from __future__ import annotations

import math
import os
import shutil
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QPushButton, QWidget

from desktop_app.app.dialogs.form import CheckedEdit, plain_label, set_role
from desktop_app.app.exporting.choices import ending_of, with_ending
from desktop_app.app.exporting.option_rows import describe
from desktop_app.app.exporting.words import tr
from desktop_app.export.formats import FORMATS, Format, Kind


class TargetField(QWidget):
    """The name of the file, or of the folder of frames.

    Signals:
        edited: Another name.
    """

    edited = Signal()

    def __init__(self, folder: Path, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form: Format = FORMATS[0]
        self._folder = folder
        #: Whether the name is the one that was suggested, which frames get a folder of their own for.
        self._suggested = name
        self.edit = CheckedEdit(str(folder / name), self._checked, self)
        self.edit.checked.connect(self.edited)
        self.label = plain_label(tr("F&ile"))
        self.label.setBuddy(self.edit)
        self.browse = QPushButton(tr("&Browse…"), self)
        describe(self.browse, tr("Browse"), tr("Choose a folder and a name."))
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self.ask)
        self.problem_label = plain_label("")
        self.problem_label.setWordWrap(True)
        self.problem_label.hide()
        set_role(self.problem_label, "problem")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(12)
        layout.setVerticalSpacing(4)
        layout.addWidget(self.label, 0, 0)
        layout.addWidget(self.edit, 0, 1)
        layout.addWidget(self.browse, 0, 2)
        layout.addWidget(self.problem_label, 1, 1, 1, 2)
        layout.setColumnStretch(1, 1)
        self._show_problem()
        self.edit.checked.connect(self._show_problem)

    @property
    def path(self) -> Path:
        """The file, or the folder of frames."""
        return self._path(self.edit.text())

    def _path(self, text: str) -> Path:
        text = text.strip()
        name = with_ending(text, self._form) if text else text
        path = Path(os.path.expanduser(name))  # noqa: PTH111 - Path's own raises where there is no such user
        return path if path.is_absolute() else self._folder / path

    @property
    def problem(self) -> str:
        """What would be right in place of what is typed; empty where that is."""
        return self.edit.problem

    def show_form(self, form: Format) -> None:
        """Let the name end as files of a format do."""
        self._form = form
        frames = form.kind is Kind.SEQUENCE
        tip = tr("The folder for the pictures.") if frames else tr("The file to write, with its folder.")
        self.label.setText(tr("Fold&er") if frames else tr("F&ile"))
        describe(self.edit, tr("Folder") if frames else tr("File"), tip)
        text = self.edit.text().strip()
        name = text.rstrip("/\\").replace("\\", "/").rpartition("/")[2]
        if not name:
            return
        before = text.rstrip("/\\")[: len(text.rstrip("/\\")) - len(name)]
        stem = _without_ending(name.removesuffix(_FRAMES) if not frames else name)
        if frames and not stem.endswith(_FRAMES):
            stem += _FRAMES
        self.edit.setText(f"{before}{stem}{ending_of(form)}")

    def ask(self) -> None:
        """Let the user choose."""
        if self._form.kind is Kind.SEQUENCE:
            name = QFileDialog.getExistingDirectory(
                self, tr("Choose the folder for the pictures"), str(self.path.parent)
            )
        else:
            kinds = f"{tr(self._form.title)} ({' '.join(f'*{ending}' for ending in self._form.endings)})"
            options = QFileDialog.Option.DontConfirmOverwrite  # asked when the export begins, for typed names as well
            name, _ = QFileDialog.getSaveFileName(self, tr("Export as"), str(self.path), kinds, options=options)
        if name:
            self.edit.setText(with_ending(name, self._form))

    def _checked(self, text: str) -> None:
        """Refuse a name that nothing can be written to, as far as one can see that."""
        if not text.strip() or text.strip().endswith(("/", "\\")):
            raise ValueError(tr("the name of a file"))
        path = self._path(text)
        try:
            if not path.parent.is_dir():
                raise ValueError(tr("a folder that is there; create it, or choose another one"))
            if not os.access(path.parent, os.W_OK):
                raise ValueError(tr("a folder that you may write in"))
            if self._form.kind is not Kind.SEQUENCE and path.is_dir():
                raise ValueError(tr("the name of a file; this is a folder"))
            if self._form.kind is Kind.SEQUENCE and path.exists() and not path.is_dir():
                raise ValueError(tr("a folder; this is a file"))
        except OSError as error:
            raise ValueError(tr("a name that the system accepts ({})").format(error.strerror or error)) from None

    def _show_problem(self) -> None:
        problem = self.edit.problem
        self.problem_label.setText(tr("Expected {}.").format(problem) if problem else "")
        self.problem_label.setVisible(bool(problem))


#: What the name of a folder of frames ends with where nobody chose another one.
_FRAMES: Final = "-frames"


def _without_ending(name: str) -> str:
    known = sorted({end for form in FORMATS for end in form.endings if end != "/"}, key=len, reverse=True)
    found = next((end for end in known if name.lower().endswith(end) and len(name) > len(end)), "")
    return name[: len(name) - len(found)]


def free_bytes(folder: Path) -> float:
    """Return how much room there is where a folder is; infinity where the system does not say."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return math.inf
