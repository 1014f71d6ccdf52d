"""The panels that can stand around the stage: what each is called, where it stands first, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_app.views.panel import Panel
from desktop_app.views.theme import Theme

_Area = Qt.DockWidgetArea


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelSpec:
    """One panel.

    Attributes:
        name: What the code and stored layouts call it; its action is ``panel_`` and this.
        title: What people call it.
        tip: What it shows, in a few words.
        make: Makes it; imports what it needs, so that nothing is loaded before it is seen.
        keys: Keys that show and hide it.
        area: Where it stands first.
        width_px: How wide it is first, in logical pixels, where the window has room for that beside the stage.
    """

    name: str
    title: str
    tip: str
    make: Callable[[Theme, QWidget], Panel]
    keys: tuple[str, ...] = ()
    area: Qt.DockWidgetArea = _Area.RightDockWidgetArea
    width_px: int = 420


def _source(theme: Theme, parent: QWidget) -> Panel:
    from desktop_app.views.source.panel import SourcePanel  # noqa: PLC0415 - not needed for the first paint

    return SourcePanel(theme, parent)


def _threads(theme: Theme, parent: QWidget) -> Panel:
    from desktop_app.views.tables.threads import ThreadsPanel  # noqa: PLC0415 - loaded when it is first seen

    return ThreadsPanel(theme, parent)


def _processes(theme: Theme, parent: QWidget) -> Panel:
    from desktop_app.views.tables.processes import ProcessesPanel  # noqa: PLC0415 - loaded when it is first seen

    return ProcessesPanel(theme, parent)


def _events(theme: Theme, parent: QWidget) -> Panel:
    from desktop_app.views.events.panel import EventsPanel  # noqa: PLC0415 - loaded when it is first seen

    return EventsPanel(theme, parent)


def _output(theme: Theme, parent: QWidget) -> Panel:
    from desktop_app.views.output.panel import OutputPanel  # noqa: PLC0415 - loaded when it is first seen

    return OutputPanel(theme, parent)


def _waits(theme: Theme, parent: QWidget) -> Panel:
    from desktop_app.views.waits.panel import WaitsPanel  # noqa: PLC0415 - loaded when it is first seen

    return WaitsPanel(theme, parent)


def _metrics(theme: Theme, parent: QWidget) -> Panel:
    from desktop_app.views.metrics.panel import MetricsPanel  # noqa: PLC0415 - not needed for the first paint

    return MetricsPanel(theme, parent)


def _plots(theme: Theme, parent: QWidget) -> Panel:
    from desktop_app.views.plots.panel import PlotsPanel  # noqa: PLC0415 - pyqtgraph takes 250 ms to import

    return PlotsPanel(theme, parent)


def _outline(theme: Theme, parent: QWidget) -> Panel:
    from desktop_app.views.outline.panel import OutlinePanel  # noqa: PLC0415 - not needed for the first paint

    return OutlinePanel(theme, parent)


def _memory(theme: Theme, parent: QWidget) -> Panel:
    from desktop_app.views.memory.panel import MemoryPanel  # noqa: PLC0415 - loaded when it is first seen

    return MemoryPanel(theme, parent)


def _lesson(theme: Theme, parent: QWidget) -> Panel:
    from desktop_app.app.lecture.panel import LessonPanel  # noqa: PLC0415 - loaded when it is first seen

    return LessonPanel(theme, parent)


#: All panels but the timeline, in the order of the menu.
PANELS: tuple[PanelSpec, ...] = (
    PanelSpec(
        name="source",
        title="&Source",
        tip="The program's text with the running line of each thread, and its bytecode",
        make=_source,
        width_px=560,
        keys=("Ctrl+6",),
    ),
    PanelSpec(
        name="threads",
        title="T&hreads",
        tip="All threads with their states and times; the one that is chosen is followed",
        make=_threads,
        width_px=640,
        keys=("Ctrl+1",),
    ),
    PanelSpec(
        name="processes",
        title="&Processes",
        tip="All processes with their threads by state, memory and exit codes",
        make=_processes,
        width_px=560,
        keys=("Ctrl+2",),
    ),
    PanelSpec(
        name="events",
        title="&Events",
        tip="Everything that happened, in words: dispatches, preemptions, waits, locks, deadlines",
        make=_events,
        keys=("Ctrl+3",),
    ),
    PanelSpec(
        name="output",
        title="Pro&gram output",
        tip="What programs printed, line by line, with tracebacks",
        make=_output,
        keys=("Ctrl+4",),
    ),
    PanelSpec(
        name="waits",
        title="&Waits-for graph",
        tip="Who waits for whom, who holds what, and the cycle of a deadlock",
        make=_waits,
        keys=("Ctrl+5",),
    ),
    PanelSpec(
        name="memory",
        title="Memor&y",
        tip="Variables, stacks and objects now, and what they were before",
        make=_memory,
        width_px=560,
        keys=("Ctrl+7",),
    ),
    PanelSpec(
        name="metrics",
        title="Me&trics",
        tip="Turnaround, response, waiting, utilisation and other figures, now and at the end",
        make=_metrics,
        keys=("Ctrl+8",),
    ),
    PanelSpec(
        name="plots",
        title="P&lots",
        tip="Utilisation, ready queue, response times and what threads waited for",
        make=_plots,
        width_px=520,
        keys=("Ctrl+9",),
    ),
    PanelSpec(
        name="outline",
        title="&Outline in words",
        tip="What the stage shows, line by line, for screen readers and for reading",
        make=_outline,
        keys=("Ctrl+0",),
    ),
    PanelSpec(
        name="lesson",
        title="Lesso&n",
        tip="The steps of the lesson, its captions, questions and speaker's notes",
        make=_lesson,
        keys=("Ctrl+Shift+O",),
        area=_Area.LeftDockWidgetArea,
        width_px=380,
    ),
)
