"""The parts of the window that F6 goes through: the stage, the panels that can be seen, the timeline, the transport."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

if TYPE_CHECKING:
    from desktop_app.app.main_window import MainWindow


def tab_stops(area: QWidget) -> list[QWidget]:
    """Return the controls of a part that Tab stops at, in its order, those included that cannot be seen now."""
    found: list[QWidget] = []
    widget: QWidget | None = area
    while widget is not None:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and (widget is area or area.isAncestorOf(widget)):
            found.append(widget)
        widget = widget.nextInFocusChain()
        if widget is area:
            break
    return found


class AreaCommands:
    """Takes the focus from one part of the window to the next."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        return {"next_area": partial(self.go, 1), "previous_area": partial(self.go, -1)}

    def areas(self) -> list[QWidget]:
        """Return the parts that can be seen, in the order in which F6 goes through them."""
        window = self._window
        panels = [dock for dock in window.docks.docks.values() if dock.seen]
        timeline = [window.timeline_dock] if window.timeline_dock.seen else []
        welcome = [window.welcome.page] if window.welcome.page is not None and window.welcome.page.isVisible() else []
        return [window.stage, *welcome, *panels, *timeline, window.transport]

    def go(self, step: int) -> None:
        """Give the focus to the part after, or with -1 before, the one that has it."""
        areas, focused = self.areas(), QApplication.focusWidget()
        holds = [focused is not None and (area is focused or area.isAncestorOf(focused)) for area in areas]
        at = holds.index(True) if any(holds) else min(0, -step)
        for ahead in range(1, len(areas) + 1):
            if _enter(areas[(at + step * ahead) % len(areas)]):
                return


def _enter(area: QWidget) -> bool:
    """Give the focus to what had it last in a part, else to what is its content, and return whether there is any."""
    stops = [widget for widget in tab_stops(area) if widget.isVisible() and widget.isEnabled()]
    before = area.focusWidget()
    content = next((widget for widget in stops if isinstance(widget, QAbstractScrollArea)), None)
    chosen = before if before in stops else content or next(iter(stops), None)
    if chosen is None:
        return False
    chosen.window().activateWindow()
    chosen.setFocus(Qt.FocusReason.TabFocusReason)
    return True
