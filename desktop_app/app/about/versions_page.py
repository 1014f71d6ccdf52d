"""The page with versions, the computer, and the folders that Coreloom keeps files in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.app.about.facts import Fact, Place, report
from desktop_app.app.dialogs.form import plain_label, set_role
from desktop_app.app.exporting.revealing import open_file


class VersionsPage(QWidget):
    """Shows facts and places; all of them can be copied at once.

    Args:
        said: What there is to say.
        kept: The folders.
        parent: The dialog.
    """

    def __init__(self, said: Sequence[Fact], kept: Sequence[Place], parent: QWidget) -> None:
        super().__init__(parent)
        self._report = report(said, kept)
        #: What came of the last button; the dialog shows it.
        self.told = plain_label("")
        self.told.setWordWrap(True)
        set_role(self.told, "hint")
        self.folders: list[QPushButton] = []
        page = QWidget(self)
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 12, 8, 8)
        rows.setSpacing(16)
        rows.addLayout(self._facts(said))
        rows.addLayout(self._places(kept))
        rows.addStretch(1)
        area = QScrollArea(self)
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the focus, and is scrolled to then
        area.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area, 1)

    def _facts(self, said: Sequence[Fact]) -> QGridLayout:
        grid = _grid()
        for row, fact in enumerate(said):
            grid.addWidget(_name(fact.name), row, 0)
            grid.addWidget(_value(fact.value, fact.name), row, 1)
        return grid

    def _places(self, kept: Sequence[Place]) -> QGridLayout:
        grid = _grid()
        heading = plain_label(self.tr("Folders"))
        set_role(heading, "section")
        grid.addWidget(heading, 0, 0, 1, 3)
        for row, place in enumerate(kept, 1):
            button = QPushButton(self.tr("Open"), self)
            set_role(button, "slim")
            button.setAccessibleName(self.tr("Open the folder: {}").format(place.name))
            button.clicked.connect(partial(self._open, place.folder))
            self.folders.append(button)
            grid.addWidget(_name(place.name), row, 0)
            grid.addWidget(_value(str(place.folder), place.name), row, 1)
            grid.addWidget(button, row, 2)
        return grid

    def _open(self, folder: Path) -> None:
        if not folder.is_dir():
            self._tell(self.tr("Nothing was written to {} yet, so there is no such folder.").format(folder))
        elif not open_file(folder):
            self._tell(self.tr("Nothing here can show {}.").format(folder))
        else:
            self._tell("")

    def copy(self) -> None:
        """Copy all of the page as text, for a bug report."""
        QGuiApplication.clipboard().setText(self._report)
        self._tell(self.tr("Copied."))

    def _tell(self, text: str) -> None:
        self.told.setText(text)


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(7)
    grid.setColumnMinimumWidth(0, 120)
    grid.setColumnStretch(1, 1)
    return grid


def _name(text: str) -> QLabel:
    label = plain_label(text)
    set_role(label, "hint")
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return label


def _value(text: str, name: str) -> QLabel:
    label = plain_label(text)
    # Not by the keyboard: each would be a stop on the way to the buttons, and one of them copies all.
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setWordWrap(True)
    label.setAccessibleName(f"{name}: {text}")
    return label
