"""Use the window at random, under Xvfb or offscreen, and report whatever goes wrong: exceptions, Qt's warnings, growth.

    xvfb-run -a -s "-screen 0 1920x1080x24" python -m tests.benchmarks.soak [--minutes 3] [--seed 1] [--tour]

A tour opens each ready example once, and plays, steps, jumps and looks at it in every way, before chance takes over.
The exit code is 1 when anything went wrong; each problem comes with what was done just before it.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect, Qt, QTimer, qInstallMessageHandler
from PySide6.QtGui import QWheelEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDockWidget, QFileDialog, QMessageBox, QWidget

from desktop_app.app.five_differences.window import DifferencesWindow
from desktop_app.app.main_window import MainWindow
from desktop_app.app.practice.window import PracticeWindow
from desktop_app.app.registry.spec import Place
from desktop_app.app.registry.table import ACTIONS
from desktop_app.app.side_by_side.window import CompareWindow
from desktop_app.storage.gallery import gallery, shipped_lessons
from desktop_app.storage.lesson_file import read_lesson
from desktop_app.views.theme import DARK

#: What ends the window, or waits for somebody to choose a file.
_NOT_ALONE = {"quit", "full_screen"}
_FILE_DIALOGS = {"open", "save", "save_as", "export", "live_launch_file", "lesson_new"}
_SIZES = ((3840, 2160), (1920, 1080), (1366, 768), (1024, 640), (1, 1))
_KEYS = (
    *(Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Space),
    *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_F6, Qt.Key.Key_A),
    *(Qt.Key.Key_PageUp, Qt.Key.Key_B, Qt.Key.Key_Escape),
)
#: Longest that a presentation, or a window beside the main one, is left open, in things that are done.
_LONGEST = 25
_NOTE = "This plugin does not support"
_STEPS = ("forward", "back", "decision_forward", "decision_back", "ms_forward", "ms_back")
_STOPS = tuple(f"stop_{number}" for number in range(1, 6))
_SPEEDS_NS = (1_000, 20_000, 200_000, 2_000_000, 100_000_000, 2_000_000_000)


class Soak:
    """A window that is used at random.

    Attributes:
        problems: What went wrong, and how often.
    """

    def __init__(self, app: QApplication, window: MainWindow, seed: int, *, aloud: bool) -> None:
        self._app = app
        self._aloud = aloud
        self._window = window
        self._random = random.Random(seed)
        self._done: deque[str] = deque(maxlen=12)
        self._examples = gallery()
        self._lessons = tuple(read_lesson(shipped.path) for shipped in shipped_lessons())
        self._steps = 0
        #: Since when a presentation runs, or another window is open, in things that were done.
        self._since: dict[str, int] = {}
        self.problems: Counter[str] = Counter()
        self.slowest: Counter[str] = Counter()
        qInstallMessageHandler(self._hear)
        sys.excepthook = self._catch
        self._asked = 0
        self._answer_soon()

    # -- what goes wrong ------------------------------------------------------------------------------------

    def _hear(self, _kind: object, _context: object, text: str | None) -> None:
        if text and _NOTE not in text:
            self._report(f"Qt: {text}")

    def _catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._report("".join(traceback.format_exception(kind, error, trace)))

    def _report(self, text: str) -> None:
        self.problems[text] += 1
        if self.problems[text] == 1:
            say(f"--- after {', '.join(self._done)}:\n{text}")

    def _tell(self, what: str) -> None:
        self._done.append(what)
        if self._aloud:
            say(what)

    # -- what is done ---------------------------------------------------------------------------------------

    def drive(self, doing: Iterator[int]) -> None:
        """Do one thing after another, each from the event loop, and wait for so many milliseconds after each."""
        try:
            pause_ms = next(doing)
        except StopIteration:
            self._app.exit()
        else:
            QTimer.singleShot(pause_ms, self._window, lambda: self.drive(doing))

    def do(self, name: str) -> None:
        """Trigger an action of the registry."""
        self._tell(name)
        begin = time.perf_counter()
        try:
            self._window.actions_by_name[name].trigger()
        except Exception:  # noqa: BLE001 - it is what is looked for
            self._report(traceback.format_exc())
        self.slowest[name] = max(self.slowest[name], round(1e3 * (time.perf_counter() - begin)))

    def open(self, number: int) -> None:
        """Open a ready example."""
        example = self._examples[number]
        self._tell(f"example {example.title}")
        self._window.documents.history.setClean()
        self._window.examples.open(example)

    def open_lesson(self, number: int) -> None:
        """Open a ready lesson at some step."""
        lesson = self._lessons[number]
        self._tell(f"lesson {lesson.title}")
        self._window.documents.history.setClean()
        self._window.lessons.player.open(lesson, self._random.randrange(len(lesson.steps)))

    def everything(self, seconds: float, *, tour: bool) -> Iterator[int]:
        """Go on the tour if asked, then do things by chance for some time; yield the pauses in milliseconds."""
        yield 300
        if tour:
            yield from self.tour()
        begin, told, steps = time.monotonic(), -30.0, 0
        while (now := time.monotonic() - begin) < seconds:
            if now - told >= 30:
                told = now
                say(f"{now:6.0f} s: {steps} steps, {resident_mib():.0f} MiB")
            steps += 1
            if not self._window.presentation.on:
                self._window.show()  # a command that was found by chance may have closed it
            yield self.step()

    def tour(self) -> Iterator[int]:
        """Look at each ready example in every way."""
        window = self._window
        for number in range(len(self._examples)):
            begin = time.monotonic()
            self.open(number)
            for speed_ns in _SPEEDS_NS:
                window.playhead.set_speed(speed_ns)
                window.playhead.play()
                yield 60
            window.playhead.pause()
            for name in (*_STEPS, *_STEPS, "end", *_STEPS, *_STOPS, "start", *_STOPS, "timeline_rows", "stop_1"):
                self.do(name)
                yield 15
            trace = window.session.trace
            for share in (0.2, 0.5, 0.8):
                assert trace is not None
                window.play.go_to(round(trace.known_until_ns * share))
                for name in _STOPS:
                    self.do(name)
                    yield 15
            self.do("stop_1")
            for panel in window.docks.docks:
                window.docks.show_panel(panel)
                yield 15
            for name in window.docks.docks:
                window.docks.docks[name].hide()
            say(f"{number + 1:2}. {self._examples[number].title}: {time.monotonic() - begin:.1f} s")

    def step(self) -> int:
        """Do one thing, by chance; what a dialog stands over waits until it is gone, as it does for a user."""
        if self._app.activeModalWidget() is not None or self._app.activePopupWidget() is not None:
            return 20
        chance, window = self._random, self._window
        self._steps += 1
        choices: list[tuple[Callable[[], object], int]] = [
            (self._act, 40),
            (lambda: self.do("play"), 8),
            (lambda: self.open(chance.randrange(len(self._examples))), 3),
            (lambda: self.open_lesson(chance.randrange(len(self._lessons))), 3),
            (self._lecture, 25),
            (self._leave, 6),
            (lambda: window.playhead.set_speed(chance.choice(_SPEEDS_NS)), 5),
            (self._jump, 8),
            (self._click, 15),
            (self._wheel, 10),
            (self._key, 12),
            (self._resize, 2),
            (self._float, 3),
            (lambda: self.do(chance.choice(["undo", "redo"])), 6),
        ]
        actions, weights = zip(*choices, strict=True)
        try:
            chance.choices(actions, weights)[0]()
        except Exception:  # noqa: BLE001 - it is what is looked for
            self._report(traceback.format_exc())
        return chance.choice((0, 5, 20, 60, 150))

    def _lecture(self) -> None:
        """Do what belongs to lessons, and in a presentation what its keys do."""
        presents = self._window.presentation.on
        names = [spec.name for spec in ACTIONS if (spec.place is Place.SHOW if presents else spec.menu == "Teach")]
        self.do(self._random.choice(names))

    def _leave(self) -> None:
        """End a presentation, or close a window, that was open long enough."""
        window = self._window
        opened = {type(top).__name__: top for top in _beside(window)}
        if window.presentation.on:
            opened["presentation"] = window
        self._since = {name: self._since.get(name, self._steps) for name in opened}
        for name, since in self._since.items():
            if self._steps - since > _LONGEST:
                self._tell(f"leave {name}")
                if name == "presentation":
                    window.presentation.end()
                else:
                    opened[name].close()

    def _act(self) -> None:
        names = [name for name in self._window.actions_by_name if name not in _NOT_ALONE | _FILE_DIALOGS]
        self.do(self._random.choice(names))

    def _jump(self) -> None:
        trace = self._window.session.trace
        if trace is not None:
            self._tell("jump")
            self._window.play.go_to(round(trace.known_until_ns * self._random.uniform(-0.1, 1.2)))

    def _target(self) -> tuple[QWindow, QPoint]:
        """Return a window and a place in it, for events that come as the system's do.

        No control that Qt made itself is asked for: a Python object of one may outlive it, and the next at its address.
        """
        docks = [dock for dock in self._docks() if dock.isFloating()]
        presented = self._window.presentation.windows
        main: list[QWidget] = [self._window] if presented is None else [presented.front]
        top = self._random.choice(main * 4 + docks + _beside(self._window))
        return top.windowHandle(), QPoint(self._random.randrange(top.width()), self._random.randrange(top.height()))

    def _click(self) -> None:
        window, spot = self._target()
        button = self._random.choice((Qt.MouseButton.LeftButton,) * 4 + (Qt.MouseButton.RightButton,))
        self._tell(f"{button.name} at {spot.toTuple()}")
        chance, none = self._random.random(), Qt.KeyboardModifier.NoModifier
        if chance < 0.2:
            QTest.mousePress(window, button, none, spot)
            for _ in range(5):
                moved = spot + QPoint(self._random.randint(-60, 60), self._random.randint(-30, 30))
                spot = moved if QRect(QPoint(), window.size()).contains(moved) else spot
                QTest.mouseMove(window, spot)
            QTest.mouseRelease(window, button, none, spot)
        elif chance < 0.3:
            QTest.mouseDClick(window, button, none, spot)
        else:
            QTest.mouseClick(window, button, none, spot)

    def _wheel(self) -> None:
        widget = self._random.choice([self._window.stage.viewport(), *self._views()])
        spot = QPoint(self._random.randrange(max(1, widget.width())), self._random.randrange(max(1, widget.height())))
        modifier = self._random.choice((Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier))
        self._tell(f"wheel on {type(widget.parent()).__name__}")
        for _ in range(self._random.randint(1, 8)):
            event = QWheelEvent(
                QPointF(spot), QPointF(widget.mapToGlobal(spot)), QPoint(), QPoint(0, self._random.choice((120, -120))),
                Qt.MouseButton.NoButton, modifier, Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            self._app.sendEvent(widget, event)

    def _views(self) -> list[QWidget]:
        timeline = self._window.timeline.view
        return [] if timeline is None else [timeline.viewport()]

    def _docks(self) -> list[QDockWidget]:
        docks = [*self._window.docks.docks.values(), self._window.timeline_dock]
        return [dock for dock in docks if dock.isVisible()]

    def _key(self) -> None:
        key = self._random.choice(_KEYS)
        self._tell(key.name)
        QTest.keyClick(self._target()[0], key)
        views = [panel for panel in self._window.docks.panels.values() if panel.isVisible()]
        if views and self._random.random() < 0.3:
            self._random.choice(views).setFocus()

    def _resize(self) -> None:
        size = self._random.choice(_SIZES)
        self._tell(f"resize {size}")
        self._window.resize(*size)

    def _float(self) -> None:
        docks = self._docks()
        if docks:
            dock = self._random.choice(docks)
            self._tell(f"float {dock.objectName()}")
            dock.setFloating(not dock.isFloating())

    # -- what the window asks -------------------------------------------------------------------------------

    def _answer_soon(self) -> None:
        """Answer again in a moment, also while an answer waits for another dialog: a timer's own call would not."""
        QTimer.singleShot(40, self._window, self._answer)

    def _answer(self) -> None:
        """Use what stands over the window for a moment, then leave it."""
        self._answer_soon()
        popup, modal = self._app.activePopupWidget(), self._app.activeModalWidget()
        asked = popup or modal
        if asked is None:
            self._asked = 0
            return
        self._asked += 1
        chance = self._random
        if isinstance(asked, QMessageBox | QFileDialog):
            asked.reject()
        elif self._asked > chance.randint(3, 12):
            self._tell(f"leave {type(asked).__name__}")
            if isinstance(asked, QDialog):
                chance.choice((asked.reject, asked.reject, asked.accept))()
            else:
                asked.close()
        else:
            window = asked.windowHandle()
            if window is not None and chance.random() < 0.4:
                spot = QPoint(chance.randrange(max(1, asked.width())), chance.randrange(max(1, asked.height())))
                self._tell(f"click at {spot.toTuple()} in {type(asked).__name__}")
                QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
            else:
                key = chance.choice(_KEYS)
                self._tell(f"{key.name} to {type(asked).__name__}")
                QTest.keyClick(window or self._window.windowHandle(), key)


def _beside(window: QWidget) -> list[QWidget]:
    """Return the windows that are open beside the main one and can be used as it can."""
    return [top for top in QApplication.topLevelWidgets() if top is not window and top.isVisible() and _is_own(top)]


def _is_own(top: QWidget) -> bool:
    return isinstance(top, CompareWindow | DifferencesWindow | PracticeWindow)


def say(text: str) -> None:
    """Write a line at once: a crash would keep it for itself."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def resident_mib() -> float:
    """Return how much memory this process has, in MiB; 0 where /proc does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> int:
    """Use the window for some minutes and return whether anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tour", action="store_true", help="look at each ready example first")
    parser.add_argument("--aloud", action="store_true", help="tell all that is done, to find out why it crashed")
    options = parser.parse_args()
    faulthandler.enable()
    faulthandler.register(10)
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    with tempfile.TemporaryDirectory(prefix="coreloom-soak-") as scratch:
        os.chdir(scratch)
        folder = Path(scratch)
        window = MainWindow(folder / "recent.json", DARK, preferences=folder / "preferences.json", recovery=folder)
        soak = Soak(app, window, options.seed, aloud=options.aloud)
        soak.open(0)
        window.show()
        soak.drive(soak.everything(60 * options.minutes, tour=options.tour))
        app.exec()
        say(f"{resident_mib():.0f} MiB; slowest actions in ms: {soak.slowest.most_common(8)}")
        window.documents.history.setClean()
        window.close()
        os.chdir("/")
    say(f"{len(soak.problems)} problems" if soak.problems else "nothing went wrong")
    return 1 if soak.problems else 0


if __name__ == "__main__":
    sys.exit(main())
