"""The plots panel: utilisation and ready queue over time, response times, and what threads waited for."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import cast

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QSize, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis.figures import duration_text
from desktop_app.analysis.moment import Moments
from desktop_app.model.errors import CoreloomError
from desktop_app.storage.atomic import write_atomically
from desktop_app.views.elided_label import ElidedLabel
from desktop_app.views.empty_state import ContentOrEmpty
from desktop_app.views.panel import Panel
from desktop_app.views.plots.drawing import BarPlot, Plot, TimePlot
from desktop_app.views.plots.series import Bars, Kind, Series, TimeSeries, as_columns
from desktop_app.views.saving import ask_where_to_save, with_ending
from desktop_app.views.theme import DARK, Theme

#: The window may be kept waiting for so long at a time while data are worked out, in seconds.
_BUDGET_S = 0.005
#: Between two times at which it is, in milliseconds: frames come first.
_PAUSE_MS = 8


class PlotsPanel(Panel):
    """Shows one plot at a time."""

    def __init__(self, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._t_ns = 0
        self._series: Series | None = None
        self._shown: TimeSeries | Bars | None = None
        self._pointed: QPointF | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._work)
        self.kind, self.core = self._choice(self.tr("Plot")), self._choice(self.tr("Core"))
        names = (self.tr("Utilisation"), self.tr("Ready queue"), self.tr("Response times"), self.tr("Waiting by cause"))
        for kind, name in zip(Kind, names, strict=True):
            self.kind.addItem(name, kind)
        self.readout = ElidedLabel(self.tr("Value"), self)
        self.save = self._save_button()
        self.plots: dict[Kind, Plot] = {
            Kind.UTILISATION: TimePlot(theme, names[0], counts=False, parent=self),
            Kind.READY: TimePlot(theme, names[1], counts=True, parent=self),
            Kind.RESPONSE: BarPlot(theme, names[2], lying=False, parent=self),
            Kind.WAITS: BarPlot(theme, names[3], lying=True, parent=self),
        }
        self._stack = QStackedWidget(self)
        for plot in self.plots.values():
            self._stack.addWidget(plot)
            plot.pointed_at.connect(self._point)
            if isinstance(plot, TimePlot):
                plot.time_requested.connect(self.time_requested)
        self._body = ContentOrEmpty(self._stack, self)
        self._body.show_sentence(self._nothing())
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._work)
        self.core.currentIndexChanged.connect(self._work)

    def _choice(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return box

    def _save_button(self) -> QToolButton:
        button, menu = QToolButton(self), QMenu(self)
        button.setText(self.tr("Save ▾"))
        button.setToolTip(self.tr("Save this plot"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for suffix, name in (("png", self.tr("As &picture (PNG)…")), ("csv", self.tr("As &numbers (CSV)…"))):
            menu.addAction(name).triggered.connect(partial(self._ask_save, suffix))
        button.setMenu(menu)
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(14, 4, 10, 6)
        top.setSpacing(8)
        for widget in (self.kind, self.core):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.save)
        below = QHBoxLayout()
        below.setContentsMargins(14, 4, 10, 6)
        below.addWidget(self.readout)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._body, 1)
        layout.addLayout(below)

    def sizeHint(self) -> QSize:
        """About as wide as high."""
        return QSize(440, 340)

    # -- what is shown --------------------------------------------------------------------------------------

    @property
    def chosen(self) -> Kind:
        """Which plot is shown."""
        return cast("Kind", self.kind.currentData())

    def set_moments(self, moments: Moments) -> None:
        """Show another trace."""
        super().set_moments(moments)
        self._series, self._shown = Series(moments), None
        self._t_ns = moments.trace.begin_ns
        if self.core.count() == moments.trace.header.cores + 1:
            return  # the choice stays
        self.core.blockSignals(True)
        self.core.clear()
        self.core.addItem(self.tr("All"), None)
        for core in range(moments.trace.header.cores):
            self.core.addItem(self.tr("Core {}").format(core), core)
        self.core.blockSignals(False)

    def show_at(self, t_ns: int) -> None:
        """Show what happened up to ``t_ns``."""
        self._t_ns = t_ns
        self._work()

    def set_theme(self, theme: Theme) -> None:
        """Show the same in other colours."""
        super().set_theme(theme)
        for plot in self.plots.values():
            plot.set_theme(theme)

    def _work(self) -> None:
        """Take over what is new for as long as others can wait, and draw what there is."""
        if self._series is None:
            return
        kind, until = self.chosen, perf_counter() + _BUDGET_S
        self.core.setVisible(kind is Kind.UTILISATION and self.core.count() > 2)  # noqa: PLR2004 - all, and one
        done = self._series.extend(kind, self.core.currentData(), lambda: perf_counter() < until)
        self._draw(self._series, kind)
        if not done:
            self._timer.start()

    def _draw(self, series: Series, kind: Kind) -> None:
        plot = self.plots[kind]
        if isinstance(plot, TimePlot):
            found = series.over_time(kind, self.core.currentData() if kind is Kind.UTILISATION else None, self._t_ns)
            self._shown = found if found.end_ns > found.begin_ns else None
            if self._shown is not None:
                scaled, highest = _scaled(found, kind)
                titles = {Kind.UTILISATION: self.tr("utilisation (%)"), Kind.READY: self.tr("ready threads")}
                plot.show_series(scaled, self._t_ns, highest, titles[kind])
        elif isinstance(plot, BarPlot):
            self._shown = bars = series.responses(self._t_ns) if kind is Kind.RESPONSE else series.waits(self._t_ns)
            if bars is not None and kind is Kind.RESPONSE:
                plot.show_bars(bars, self.tr("response time ({})").format, self.tr("threads and jobs"))
            elif bars is not None:
                plot.show_bars(bars, self.tr("waited, all threads together ({})").format, "")
        self._stack.setCurrentWidget(plot)
        if self._shown is None:
            self._body.show_sentence(self._nothing())
        else:
            self._body.show_content()
        self.save.setEnabled(self._shown is not None)
        self._tell()

    def _nothing(self) -> str:
        sentences = {
            Kind.UTILISATION: self.tr("How busy the cores are over time stands here, as soon as a run goes on."),
            Kind.READY: self.tr("How many threads are ready over time stands here, as soon as a run goes on."),
            Kind.RESPONSE: self.tr("How the response times are spread stands here, as soon as a thread has run."),
            Kind.WAITS: self.tr("How long threads waited for the ready queue, devices and locks stands here."),
        }
        return sentences[self.chosen]

    def _point(self, place: QPointF | None) -> None:
        self._pointed = place
        self._tell()

    def _tell(self) -> None:
        """Say what stands at the pointer, or at t."""
        plot, shown, words = self.plots[self.chosen], self._shown, ""
        if isinstance(shown, TimeSeries) and isinstance(plot, TimePlot):
            at_ns = self._t_ns if self._pointed is None else plot.time_at(self._pointed)
            words = self._of_series(shown, min(at_ns, shown.end_ns))
        elif isinstance(shown, Bars) and isinstance(plot, BarPlot):
            number = None if self._pointed is None else plot.bar_at(self._pointed)
            words = self._of_bars(shown, number)
        self.readout.say(words)
        plot.setAccessibleDescription(words)

    def _of_series(self, shown: TimeSeries, at_ns: int) -> str:
        value = shown.value_at(at_ns)
        if value is None:
            text = self.tr("off line")
        elif self.chosen is Kind.UTILISATION:
            text = self.tr("{:.0f} % busy").format(100 * value)
        else:
            text = self.tr("{} ready").format(f"{value:.2f}" if shown.mean_over_ns else value)
        mean = self.tr(" · mean over {}").format(duration_text(shown.mean_over_ns)) if shown.mean_over_ns else ""
        return f"{duration_text(at_ns)}: {text}{mean}"

    def _of_bars(self, shown: Bars, number: int | None) -> str:
        if self.chosen is Kind.WAITS:
            if number is None:
                return self.tr("solid: by {} · outline: as far as known").format(duration_text(self._t_ns))
            now, known = (duration_text(column[number]) for column in (shown.now, shown.known))
            return self.tr("{cause}: {now} by now, {known} as far as known").format(
                cause=shown.labels[number], now=now, known=known
            )
        if number is not None:
            ends = (duration_text(edge * shown.width_ns) for edge in (number, number + 1))
            return self.tr("{low} to {high}: {now} by now, {known} as far as known").format(
                low=next(ends), high=next(ends), now=shown.now[number], known=shown.known[number]
            )
        if shown.summary is None:
            return self.tr("none by {}").format(duration_text(self._t_ns))
        count, median, most = shown.summary
        return self.tr("{count} · median {median} · p90 {most}").format(
            count=count, median=duration_text(median), most=duration_text(most)
        )

    # -- files ----------------------------------------------------------------------------------------------

    def _ask_save(self, suffix: str) -> None:
        filters = {"png": self.tr("Pictures (*.png)"), "csv": self.tr("Tables (*.csv)")}
        start = f"{self.chosen.value}.{suffix}"
        path = ask_where_to_save(
            self,
            self.tr("Save the plot"),
            start,
            filters[suffix],
            lambda path, _chosen: with_ending(path, f".{suffix}"),
        )
        if path is None:
            return
        try:
            write_atomically(path, self.picture() if suffix == "png" else self.numbers().encode())
        except CoreloomError as error:
            self.readout.say(str(error))
        else:
            self.readout.say(self.tr("Saved as {}").format(path.name))

    def picture(self) -> bytes:
        """Return the plot as it is seen, as PNG."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.plots[self.chosen].grab().save(buffer, "PNG")
        return bytes(buffer.data().data())

    def numbers(self) -> str:
        """Return what is drawn solid as CSV: times in nanoseconds, shares from 0 to 1, columns named."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        if isinstance(self._shown, TimeSeries):
            name = "utilisation" if self.chosen is Kind.UTILISATION else "ready"
            writer.writerow(["from_ns", "until_ns", name])
            writer.writerows(as_columns(self._shown))
        elif isinstance(self._shown, Bars) and self.chosen is Kind.RESPONSE:
            writer.writerow(["from_ns", "until_ns", "responses"])
            width = self._shown.width_ns
            writer.writerows((number * width, (number + 1) * width, n) for number, n in enumerate(self._shown.now))
        elif isinstance(self._shown, Bars):
            writer.writerow(["cause", "waited_ns"])
            writer.writerows(zip(self._shown.labels, self._shown.now, strict=True))
        return out.getvalue()


def _scaled(series: TimeSeries, kind: Kind) -> tuple[TimeSeries, float]:
    """Return a series in the unit of its axis, and the top of the axis."""
    if kind is Kind.READY:
        values = [value for _, value in (*series.past, *series.future) if value is not None]
        return series, max(1.0, *values) * 1.05 if values else 1.0
    past, future = (
        [(start, None if value is None else 100 * value) for start, value in steps]
        for steps in (series.past, series.future)
    )
    return replace(series, past=past, future=future), 100.0
