"""Two to four runs beside each other on one clock: a plain widget, for a window and for an audience's screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.analysis.comparison import LEAST_SIDES, Comparison
from desktop_app.analysis.criteria import CRITERIA, most_telling
from desktop_app.analysis.moment import Moments
from desktop_app.app.side_by_side.arrangement import Arrangement, arrange
from desktop_app.app.side_by_side.figure_table import FigureTable
from desktop_app.app.side_by_side.measuring import Measuring
from desktop_app.app.side_by_side.pane import Pane
from desktop_app.app.side_by_side.pictures import window_for_all
from desktop_app.model.lesson import CriterionName, Shown
from desktop_app.views.stage.options import PLAIN, StageOptions
from desktop_app.views.stage.text import time_text
from desktop_app.views.theme import DARK, Theme

_KEYS: Final = {criterion.name: criterion.key for criterion in CRITERIA}

#: A run with its title: its pictures, or why there are none.
SideShown = tuple[str, Moments | str]


class SideBySide(QWidget):
    """Shows several runs at one moment, each with its title, and how their figures differ.

    What it shows depends on the runs and the moment only. A run that has ended is shown at its end. All timelines have
    one axis. It has no menus, takes no keys, and is as readable as its size lets it be, from 640 by 480 pixels on.

    Signals:
        time_requested: The user wants to go to this time, in nanoseconds.
        compared: Other figures are shown; the comparison.
    """

    time_requested = Signal(object)  # nanoseconds: a C++ int would wrap after two seconds
    compared = Signal(object)

    def __init__(self, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown = Shown.STAGE
        self._options = PLAIN
        self._figures = True
        self._criteria: tuple[CriterionName, ...] | None = None
        self._t_ns = 0
        self._stretch: tuple[int, int] | None = None
        self.panes: list[Pane] = []
        self.figures = FigureTable(self)
        self._measuring = Measuring(self)
        self._measuring.measured.connect(self._show_figures)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 240)
        self.setAccessibleName(self.tr("Runs beside each other"))
        self.set_theme(theme)

    def sizeHint(self) -> QSize:
        """A window's worth."""
        return QSize(1366, 768)

    # -- what is shown --------------------------------------------------------------------------------------

    def set_sides(self, sides: Sequence[SideShown]) -> None:
        """Show other runs, the first of which the others are compared to.

        Args:
            sides: One to four titles, each with the pictures of a run, or a text that says why there is no run.
        """
        for pane in self.panes:
            pane.hide()
            pane.deleteLater()
        self.panes = [Pane(number, title, run, self._theme, self) for number, (title, run) in enumerate(sides)]
        runs = [(pane.title, pane.moments.trace) for pane in self.panes if pane.moments is not None]
        for pane in self.panes:
            pane.set_shown(self._shown)
            pane.set_options(self._options)
            pane.time_requested.connect(self.time_requested)
            pane.show()
        whole = len(runs) == len(self.panes)
        self._measuring.set_sides(runs if whole else [])
        self._choose_figures()
        self.figures.show_comparison(None, "", self._why_no_figures(whole=whole))
        self._arrange()
        self.show_at(self._t_ns)

    def _why_no_figures(self, *, whole: bool) -> str:
        if not whole:
            return self.tr("Figures stand here when all runs can be run.")
        few = len(self.panes) < LEAST_SIDES
        return self.tr("Figures stand here when there are two runs or more.") if few else ""

    def show_at(self, t_ns: int) -> None:
        """Show the moment ``t_ns``, in nanoseconds, of runs that are known far enough beyond it or have ended."""
        self._t_ns = t_ns
        traces = [pane.moments.trace for pane in self.panes if pane.moments is not None]
        window = window_for_all(traces, t_ns, self._stretch) if traces and self._shown is not Shown.STAGE else None
        for pane in self.panes:
            pane.show_at(t_ns, window)
        if self._compares:
            self._measuring.want(t_ns)

    def set_stretch(self, stretch: tuple[int, int] | None) -> None:
        """Show on all timelines this stretch of time, from and until in nanoseconds; None for all there is."""
        self._stretch = stretch
        self.show_at(self._t_ns)

    def set_theme(self, theme: Theme) -> None:
        """Show everything in this palette."""
        self._theme = theme
        self.figures.set_theme(theme)
        for pane in self.panes:
            pane.set_theme(theme)
        self.update()

    @property
    def shown(self) -> Shown:
        """Which pictures of each run are shown."""
        return self._shown

    def set_mode(self, shown: Shown) -> None:
        """Show stages, timelines or both."""
        self._shown = shown
        for pane in self.panes:
            pane.set_shown(shown)
        self._arrange()
        self.show_at(self._t_ns)

    def set_options(self, options: StageOptions) -> None:
        """Look at all stages in this way."""
        self._options = options
        for pane in self.panes:
            pane.set_options(options)

    def set_figures_shown(self, shown: bool) -> None:  # noqa: FBT001 - a Qt setter
        """Show the figures, or leave their room to the runs."""
        self._figures = shown
        self._arrange()
        self.show_at(self._t_ns)

    def set_criteria(self, names: Sequence[CriterionName] | None) -> None:
        """Compare the runs by these only, in this order; by those that tell most for None, and by none for none."""
        self._criteria = None if names is None else tuple(names)
        self._choose_figures()
        self._arrange()
        self.show_at(self._t_ns)

    def _choose_figures(self) -> None:
        if self._criteria is None:
            keys = most_telling([pane.moments.trace for pane in self.panes if pane.moments is not None])
        else:
            keys = tuple(_KEYS[name] for name in self._criteria)
        self.figures.set_order(keys)

    @property
    def _compares(self) -> bool:
        """Whether there is a place for figures."""
        return self._figures and self._criteria != () and len(self.panes) >= LEAST_SIDES

    def settle(self) -> None:
        """Have the figures of this moment at once, however long that takes: for a picture that is not drawn again."""
        if self._compares:
            self._measuring.settle()

    @property
    def comparison(self) -> Comparison | None:
        """The figures that are shown; None before they are known, and where there are none."""
        return self.figures.comparison

    def _show_figures(self, comparison: Comparison, t_ns: int) -> None:
        slot_ns = min(pane.moments.trace.header.instruction_ns for pane in self.panes if pane.moments is not None)
        self.figures.show_comparison(comparison, f"t = {time_text(t_ns, slot_ns)}")
        self.compared.emit(comparison)

    # -- where it is ----------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange everything in the new size."""
        super().resizeEvent(event)
        self._arrange()

    def _arrangement(self) -> Arrangement:
        wanted = len(CRITERIA if self._criteria is None else self._criteria) if self._compares else 0
        return arrange(self.width(), self.height(), len(self.panes), self._shown, wanted)

    def _arrange(self) -> None:
        if not self.panes:
            self.figures.hide()
            return
        found = self._arrangement()
        for number, pane in enumerate(self.panes):
            pane.place(found, number)
        self.figures.set_sizes(found.text_px, found.row_px)
        self.figures.setGeometry(found.figures)
        self.figures.setVisible(not found.figures.isEmpty())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground between the panes."""
        QPainter(self).fillRect(self.rect(), QColor(self._theme.window))
