"""The real window on many states, as PNGs to look at: ``packaging/dev.py screenshots`` runs this in the environment.

Each line of `STATES` is one picture. Panels and dialogs are found in the window itself, so that none is forgotten.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from checkout import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication, QWidget

    from desktop_app.app.main_window import MainWindow

RESOURCES = CHECKOUT / "resources"
NS_PER_MS = 1_000_000
# Longest that something to be drawn later, such as the gallery's pictures, is waited for.
PATIENCE_MS = 15_000


@dataclass(frozen=True, kw_only=True)
class State:
    """One picture.

    Attributes:
        name: Its file's name without the ending.
        source: The program or scenario, from the resources.
        at_ms: The moment.
        cores: Cores in place of the scenario's own; 0 for those.
        theme: The palette.
        size: Width and height of the window in logical pixels.
        panel: Name of the panel that stands beside the stage; empty for none.
        below: Name of the panel that stands below that one; empty for none.
        lesson: A lesson that is opened in place of the source, from the resources; empty for none.
        step: Which of its steps, from 1.
        actions: Names of actions that are done before; a dialog or a presentation that they open is what is taken.
        filled: Whether that gets the window's size.
        later_ms: How long what is drawn later is waited for, in milliseconds.
        scale: Qt's scale factor.
    """

    name: str
    source: str = "scenarios/four-cores.toml"
    at_ms: float = 2.2
    cores: int = 0
    theme: str = "dark"
    size: tuple[int, int] = (1920, 1080)
    panel: str = ""
    below: str = ""
    lesson: str = ""
    step: int = 1
    actions: tuple[str, ...] = ()
    filled: bool = False
    later_ms: int = 500
    scale: int = 1


SIXTY_FOUR = State(name="64-cores-dark", source="scenarios/sixty-four-cores.toml", at_ms=48.2)
TWO = State(name="2-processes-dark", source="scenarios/two-processes.toml", at_ms=1.25)
STATES = (
    State(name="1-core-dark", source="programs/app.py", at_ms=0.62),
    State(name="1-core-light", source="programs/app.py", at_ms=0.62, theme="light"),
    TWO,
    replace(TWO, name="2-processes-light", theme="light"),
    replace(TWO, name="welcome-dark", actions=("welcome",)),
    replace(TWO, name="welcome-small", actions=("welcome",), theme="light", size=(1366, 768)),
    State(name="threads-gil-dark", source="scenarios/two-threads-gil.toml", at_ms=4.4),
    State(name="4-cores-dark"),
    State(name="4-cores-light", theme="light"),
    State(name="4-cores-contrast-dark", theme="contrast-dark"),
    State(name="4-cores-contrast-light", theme="contrast-light"),
    replace(SIXTY_FOUR, name="16-cores-dark", cores=16),
    replace(SIXTY_FOUR, name="16-cores-light", cores=16, theme="light"),
    SIXTY_FOUR,
    replace(SIXTY_FOUR, name="64-cores-light", theme="light"),
    State(name="mlfq-dark", source="scenarios/mlfq.toml", at_ms=110),
    State(name="eevdf-dark", source="scenarios/eevdf-nice.toml", at_ms=40),
    State(name="philosophers-dark", source="scenarios/dining-philosophers.toml", at_ms=11),
    *(
        replace(state, name=f"small-{state.name}", size=(1366, 768))
        for state in (TWO, State(name="4-cores-light", theme="light"), SIXTY_FOUR)
    ),
    *(replace(state, name=f"twice-{state.name}", size=(960, 540), scale=2) for state in (TWO, SIXTY_FOUR)),
    *(replace(TWO, name=f"look-at-{number}", actions=(f"stop_{number}",)) for number in range(2, 6)),
)
ASKS = State(name="lesson-asks-dark", lesson="lessons/04-one-core.md", step=4)
TOLD = replace(ASKS, name="lesson-told-dark", actions=("lesson_next",))
SIDES = State(name="lesson-sides-dark", lesson="lessons/07-process-or-thread.md", step=11)
WINDOWS = tuple(
    State(name=f"window-{name}-dark", actions=(name,), later_ms=4_000)
    for name in ("practice", "differences", "compare")
)
SHOW = replace(TOLD, name="show-told-dark", actions=("show_from_here", "show_next"))
LESSONS = (
    State(name="lesson-dark", lesson="lessons/01-from-source-to-process.md", step=9),
    ASKS,
    TOLD,
    SIDES,
    replace(SIDES, name="lesson-two-sides-dark", step=1),
    *WINDOWS,
    replace(SHOW, name="show-asks-dark", actions=("show_from_here",)),
    SHOW,
    replace(SIDES, name="show-sides-dark", actions=("show_from_here",)),
    replace(SHOW, name="show-console-dark", actions=("show_from_here", "show_console"), later_ms=2_000),
    replace(SHOW, name="show-overview-dark", actions=("show_from_here", "show_overview"), later_ms=6_000),
    State(name="show-document-dark", actions=("show_from_start",)),
    replace(SHOW, name="show-keys-dark", actions=("show_from_here", "show_keys")),
)
LIT_LESSONS = tuple(replace(state, name=state.name.replace("dark", "light"), theme="light") for state in LESSONS)
SMALL_LESSONS = tuple(
    replace(state, name=f"small-{state.name}", size=(1366, 768)) for state in LESSONS if state.name.startswith("lesson")
)
TWICE_LESSONS = tuple(replace(state, name=f"twice-{state.name}", size=(960, 540), scale=2) for state in LESSONS)
# Actions that open a dialog and change nothing.
DIALOGS = (
    "gallery",
    "machine",
    "processes",
    "threads",
    "edit_program",
    "export",
    "find_command",
    "key_sheet",
    "change_keys",
    "truth",
    "about",
    "live_launch",
    "live_start_thread",
    "live_kill",
    "live_nice",
    "live_affinity",
    "live_cores",
    "live_policy",
)
PANEL_SOURCES = {
    "waits": ("scenarios/dining-philosophers.toml", 11.0),
    "output": ("programs/producer_consumer.py", 9.0),
    "memory": ("programs/bank_account.py", 9.0),
    "source": ("programs/lost_update.py", 9.0),
}


def all_states(panels: tuple[str, ...]) -> tuple[State, ...]:
    """Return every picture: the states, lessons and what belongs to them, each panel, each dialog in dark."""
    shown = []
    for panel in panels:
        source, at_ms = PANEL_SOURCES.get(panel, ("scenarios/four-cores.toml", 5.0))
        base = State(name=f"panel-{panel}-dark", source=source, at_ms=at_ms, panel=panel)
        shown += [base, replace(base, name=f"panel-{panel}-light", theme="light", size=(1366, 768))]
    dialogs = [State(name=f"dialog-{name}", actions=(name,)) for name in DIALOGS]
    return (*STATES, *LESSONS, *LIT_LESSONS, *SMALL_LESSONS, *TWICE_LESSONS, *shown, *dialogs)


def take(state: State, out: Path, app: QApplication) -> None:
    """Open the window on a state and write its picture."""
    from PySide6.QtCore import Qt  # noqa: PLC0415 - not needed to list the states

    from desktop_app.app.main_window import MainWindow  # noqa: PLC0415
    from desktop_app.storage.scenario_file import open_source  # noqa: PLC0415
    from desktop_app.views.theme import THEMES  # noqa: PLC0415

    scenario = open_source(RESOURCES / state.source)
    if state.cores:
        scenario = replace(scenario, machine=replace(scenario.machine, cores=state.cores))
    with tempfile.TemporaryDirectory(prefix="coreloom-") as scratch:
        window = MainWindow(Path(scratch) / "recent.json", THEMES[state.theme])
        window.documents.load(scenario, None)
        window.resize(*state.size)
        window.show()
        settle(app, lambda: window.timeline.view is not None)
        if state.panel:
            window.docks.show_panel(state.panel)
        if state.below:
            window.docks.show_panel(state.below)
            dock = window.docks.docks[state.below]
            area = window.dockWidgetArea(dock)
            window.removeDockWidget(dock)  # out of the tabs that it shares with the other
            window.addDockWidget(area, dock, Qt.Orientation.Vertical)
            dock.show()
        window.resize(*state.size)
        if state.lesson:
            go_to_step(window, app, RESOURCES / state.lesson, state.step)
        else:
            go_to(window, app, round(state.at_ms * NS_PER_MS))
        before = seen(app)
        for name in state.actions:
            window.actions_by_name[name].trigger()
            settle(app, lambda: True)
        over = window.front()
        taken = over if over is not window else next(iter(seen(app) - before), window)
        if state.filled:
            taken.resize(*state.size)
        settle(app, lambda: not getattr(taken, "_undrawn", ()), quiet_ms=state.later_ms)
        if not taken.grab().save(str(out / f"{state.name}.png")):
            raise SystemExit(f"{out / state.name}.png cannot be written")
        window.presentation.end()
        if taken is not window and over is window:
            taken.close()
        window.close()
        window.deleteLater()
        settle(app, lambda: True, quiet_ms=50)


def go_to(window: MainWindow, app: QApplication, t_ns: int) -> None:
    """Show a moment, once the run is known so far."""

    def there() -> bool:
        window.playhead.go_to(t_ns)
        trace = window.session.trace
        return window.playhead.t_ns == t_ns or (trace is not None and trace.finished)

    settle(app, there)


def go_to_step(window: MainWindow, app: QApplication, path: Path, number: int) -> None:
    """Open a lesson and show a step, and what it asks."""
    window.documents.open(path)
    player = window.lessons.player
    player.go(number - 1)
    settle(app, lambda: player.span is not None, quiet_ms=1_500)


def seen(app: QApplication) -> set[QWidget]:
    """Return the windows and dialogs that can be seen."""
    return {each for each in app.topLevelWidgets() if each.isVisible()}


def settle(app: QApplication, ready: Callable[[], bool], *, quiet_ms: int = 200) -> None:
    """Let the window work until something is so, and a little longer, for what is drawn later."""
    from PySide6.QtCore import QElapsedTimer, QEventLoop, QTimer  # noqa: PLC0415 - as above

    clock = QElapsedTimer()
    clock.start()
    while not ready() and clock.elapsed() < PATIENCE_MS:
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    loop = QEventLoop()
    QTimer.singleShot(quiet_ms, loop.quit)
    loop.exec()


def main() -> int:
    """Write the pictures of one scale factor."""
    parser = argparse.ArgumentParser(description="Take pictures of the real window.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", default="", help="take only those whose name has this in it")
    arguments = parser.parse_args()
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - as above

    from desktop_app.app.panels import PANELS  # noqa: PLC0415

    scale = int(os.environ.get("QT_SCALE_FACTOR", "1"))
    app = QApplication(sys.argv[:1])
    arguments.out.mkdir(parents=True, exist_ok=True)
    for state in all_states(tuple(panel.name for panel in PANELS)):
        if state.scale == scale and arguments.only in state.name:
            take(state, arguments.out, app)
            print(arguments.out / f"{state.name}.png", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
