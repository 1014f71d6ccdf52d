"""Whether what should be remembered can be: said once in words, in a line above the stage."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QBoxLayout

from desktop_app.app.habits import Habits
from desktop_app.app.notice_bar import NoticeBar
from desktop_app.storage.places import problem_with

if TYPE_CHECKING:
    from desktop_app.app.main_window import MainWindow


class Keeping(QObject):
    """Looks once whether there is a place for settings, files and the log, and says where there is none.

    Attributes:
        bar: What says so; None where it does not.
        told: Whether it was said that unsaved work cannot be kept.
    """

    def __init__(self, window: MainWindow, habits: Habits) -> None:
        super().__init__(window)
        self._window = window
        self._habits = habits
        self.bar: NoticeBar | None = None
        self.told = False
        habits.failed.connect(self._say_settings)

    def look(self, settings: Path, state: Path, log: Path) -> None:
        """Try whether something can be kept in each folder, and say what cannot be and where."""
        unsaved = self.tr("recent files and unsaved work")
        places = {self.tr("settings"): settings, unsaved: state, self.tr("the log"): log}
        problems = {what: problem for what, folder in places.items() if (problem := problem_with(folder))}
        self.told = unsaved in problems
        if problems:
            text = self.tr("This cannot be kept: {} ({}).").format(", ".join(problems), next(iter(problems.values())))
            lines = [f"{what[:1].upper()}{what[1:]}\n{places[what]}: {problem}" for what, problem in problems.items()]
            end = self.tr("Coreloom works all the same; what you save yourself is saved where you say.")
            self._say(text, "\n\n".join((*lines, end)))
        elif self._habits.problem:
            self._say(self.tr("Your settings could not be used, so the usual ones apply."), self._habits.problem)

    def _say_settings(self, problem: str) -> None:
        if self.bar is None:
            self._say(self.tr("Settings cannot be kept."), problem)

    def _say(self, text: str, details: str) -> None:
        window = self._window
        title = self.tr("What is not kept")
        self.bar = NoticeBar(text, lambda: window.show_message(title, details), window.theme, window)
        layout = window.centre.layout()
        assert isinstance(layout, QBoxLayout)
        layout.insertWidget(0, self.bar)
        self.bar.show()
        self.bar.destroyed.connect(self._forget)

    def _forget(self) -> None:
        self.bar = None

    def set_theme(self) -> None:
        """Draw in the window's colours."""
        if self.bar is not None:
            self.bar.set_theme(self._window.theme)
