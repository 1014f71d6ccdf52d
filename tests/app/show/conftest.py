from dataclasses import replace

import pytest
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QApplication, QDialog

from desktop_app.app.main_window import MainWindow
from desktop_app.model.bookmark import Bookmark
from desktop_app.model.instant import Instant
from desktop_app.model.lesson import Caption, Lesson, Side, Span, Step
from desktop_app.model.question import QuestionKind, QuestionSpec
from tests.scenarios import program, scenario


def step(title, begin_ns=0, end_ns=None, *, run=None, **fields):
    return Step(
        title=title,
        sides=(Side(scenario=run or scenario(program())),),
        caption=Caption(paragraphs=((Span(text=f"About {title}."),),)),
        begin=Instant(shift_ns=begin_ns),
        end=None if end_ns is None else Instant(shift_ns=end_ns),
        notes=f"Notes on {title}.",
        **fields,
    )


def five_steps():
    """One stands, one plays, one asks and plays, one is of another run, one stands."""
    ask = QuestionSpec(kind=QuestionKind.VALUE, options={"variable": "z"})
    other = scenario(program("a = 1\nb = 2\nprint(a + b)\n"))
    return Lesson(
        title="Five steps",
        steps=(
            step("one", 0),
            step("two", 100_000, 600_000, speed_ns=1),
            step("three", 300_000, 800_000, question=ask, speed_ns=1),
            step("four", 200_000, run=other),
            step("five", 400_000),
        ),
        introduction="Welcome.",
    )


@pytest.fixture(scope="session")
def lesson():
    return five_steps()


class Hall:
    """A window that presents, and the keys that a speaker presses."""

    def __init__(self, window, qtbot):
        self.window, self.qtbot = window, qtbot
        self.show = window.presentation
        self.player = window.lessons.player

    @property
    def audience(self):
        return self.show.windows.audience

    @property
    def console(self):
        return self.show.windows.console

    @property
    def index(self):
        return self.show.player.index

    def press(self, *keys, modifiers=Qt.KeyboardModifier.NoModifier):
        for key in keys:
            target = self.show.windows.front if self.show.on else self.window
            target.activateWindow()
            self.qtbot.waitUntil(target.isActiveWindow)
            widget = QApplication.focusWidget() or target
            press = self.qtbot.keyClicks if isinstance(key, str) else self.qtbot.keyClick
            press(widget, key, modifiers)


@pytest.fixture(scope="module")
def window(qapp, tmp_path_factory):
    """One window for all tests of a file: to make one takes longer than most of them."""
    window = MainWindow(tmp_path_factory.mktemp("window") / "recent.json")
    painted = QEventLoop()
    window.first_painted.connect(painted.quit)
    window.show()
    painted.exec()
    yield window
    window.documents.discard()
    window.close()
    window.deleteLater()


@pytest.fixture
def hall(qtbot, window):
    """The window, in which no lesson is open and nothing is presented."""
    hall = Hall(window, qtbot)
    yield hall
    hall.show.end()
    hall.player.close()
    window.documents.discard()
    window.playhead.pause()
    window.docks.docks["lesson"].hide()
    for message in window.findChildren(QDialog):
        message.close()


@pytest.fixture
def lecture(hall, lesson):
    """The lesson is open in the window, at its first step."""
    hall.player.open(lesson)
    hall.qtbot.waitUntil(lambda: hall.player.span is not None)
    return hall


@pytest.fixture
def shown(lecture):
    """The lesson is presented from its first step."""
    lecture.press(Qt.Key.Key_F5)
    assert lecture.show.on
    return lecture


@pytest.fixture
def document(hall):
    """A scenario with two bookmarks is open and known to its end."""
    marks = (Bookmark(at_ns=200_000, name="Early"), Bookmark(at_ns=700_000, name="Late"))
    hall.window.documents.load(replace(scenario(program()), bookmarks=marks), None)
    hall.qtbot.waitUntil(lambda: hall.window.session.trace.finished)
    return hall
