"""The window of the five differences: the table at the left, the chosen cell on a small stage at the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QElapsedTimer, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.app.dialogs.form import fit_on_screen, plain_label, set_role
from desktop_app.app.dialogs.scroller import Scroller
from desktop_app.app.five_differences.card import PROCESS_OF_COLUMN, CellCard
from desktop_app.app.five_differences.preview import Preview
from desktop_app.app.five_differences.row import CriterionRow
from desktop_app.app.five_differences.words import column_about, column_title
from desktop_app.model.errors import CoreloomError
from desktop_app.teaching.differences.lesson import table_lesson
from desktop_app.teaching.differences.measuring import Measurements
from desktop_app.teaching.differences.table import TABLE, Column, Criterion, Demonstration
from desktop_app.views.elided_label import ElidedLabel
from desktop_app.views.stage.options import StageOptions
from desktop_app.views.theme import Theme, ui_font

_SIZE_PX = QSize(1480, 940)
_SMALLEST_PX = QSize(720, 400)
#: The share of the width that the preview has, and the least and the most of it in pixels.
_PREVIEW_SHARE, _PREVIEW_LEAST_PX, _PREVIEW_MOST_PX = 0.39, 330, 860
#: Runs go on in slices of wall time this long, so that the window answers in between.
_SLICE_MS = 6
#: Space between the rows.
_ROW_GAP_PX = 22
#: Between the cards and the scroll bar.
_RIGHT_PX = 6
_HEAD_PX = 26


class DifferencesWindow(QDialog):
    """Shows the table, measures its figures, and plays what shows a cell.

    Args:
        measurements: The runs and their figures.
        theme: Returns the palette of the window it belongs to.
        options: Returns how that looks at the stage.
        parent: That window.

    Signals:
        lesson_requested: The table is to be shown on the window's stage as a lesson; it, and the index of the step.
        measured: All figures are there.
    """

    lesson_requested = Signal(object, int)
    measured = Signal()

    def __init__(
        self,
        measurements: Measurements,
        theme: Callable[[], Theme],
        options: Callable[[], StageOptions],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._measurements = measurements
        self._theme, self._options = theme, options
        self._steps: Iterator[Demonstration | None] | None = None
        self._card: CellCard | None = None
        #: Which of its demonstrations each cell shows, where that is not the first.
        self._chosen: dict[CellCard, Demonstration] = {}
        #: What is to be shown on the window's stage once all is measured, and what stands side by side.
        self._wanted: tuple[Demonstration | Criterion, dict[str, tuple[Demonstration, ...]]] | None = None
        self.setWindowTitle(self.tr("The five differences"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setObjectName("five_differences")
        self.rows = tuple(CriterionRow(criterion, self) for criterion in TABLE)
        self.cards = tuple(card for row in self.rows for card in row.cards)
        self.preview = Preview(self)
        self._note = plain_label("")
        set_role(self._note, "hint")
        self._problem = plain_label("")
        self._problem.setWordWrap(True)
        set_role(self._problem, "problem")
        self._problem.hide()
        self._heads: dict[Column, QLabel] = {}
        self._table = QWidget(self)
        self.scroller = Scroller(self._table, self)
        self.scroller.setAccessibleName(self.tr("The table"))
        self._lay_out()
        self._connect()
        fit_on_screen(self, _SIZE_PX, _SMALLEST_PX)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._measure)
        self.apply_theme()
        self._choose(self.cards[0])

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("Process or thread: the five differences"), self)
        set_role(heading, "heading")
        lead = ElidedLabel("", self)
        lead.say(self.tr("Every figure was measured in a simulated run. Choose a cell to see it run."))
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(heading)
        top.addWidget(lead, 1, Qt.AlignmentFlag.AlignBottom)
        top.addWidget(self._note, 0, Qt.AlignmentFlag.AlignBottom)
        rows = QVBoxLayout(self._table)
        rows.setContentsMargins(0, 0, _RIGHT_PX, 0)
        rows.setSpacing(_ROW_GAP_PX)
        for row in self.rows:
            rows.addWidget(row)
        rows.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(8)
        self._columns = self._column_heads()
        left.addLayout(self._columns)
        left.addWidget(self.scroller, 1)
        sides = QHBoxLayout()
        sides.setSpacing(8)
        sides.addLayout(left, 1)
        sides.addWidget(self.preview)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 16)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self._problem)
        layout.addLayout(sides, 1)

    def _column_heads(self) -> QHBoxLayout:
        heads = QHBoxLayout()
        heads.setSpacing(12)
        for column in Column:
            name = QLabel(column_title(column).upper(), self)
            name.setFont(ui_font(12, 700, 0.8))
            name.setAlignment(Qt.AlignmentFlag.AlignCenter)
            name.setFixedHeight(_HEAD_PX)
            about = ElidedLabel("", self)
            about.say(column_about(column))
            head = QHBoxLayout()
            head.setSpacing(10)
            head.addWidget(name)
            head.addWidget(about, 1)
            heads.addLayout(head, 1)
            self._heads[column] = name
        return heads

    def _connect(self) -> None:
        for card in self.cards:
            card.chosen.connect(lambda card=card: self._choose(card))
            card.play_requested.connect(self._play)
            card.step_requested.connect(self._step)
        for row in self.rows:
            row.side_by_side_requested.connect(lambda row=row: self._play_both(row))
        self.scroller.verticalScrollBar().rangeChanged.connect(lambda *_: self._align_heads())
        self.preview.demonstration_chosen.connect(self._show_other)
        self.preview.play_requested.connect(self._play)

    # -- what is shown --------------------------------------------------------------------------------------

    def apply_theme(self) -> None:
        """Draw in the window's colours, and look at the stage as it does."""
        theme = self._theme()
        for row in self.rows:
            row.set_theme(theme)
        for column, head in self._heads.items():
            colour = theme.process(PROCESS_OF_COLUMN[column]).name()
            head.setStyleSheet(
                f"background: {colour}; color: {theme.on_process}; border-radius: {_HEAD_PX // 2}px; padding: 0 14px;"
            )
        self.preview.set_theme(theme)
        self.preview.set_options(self._options())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the keys; by itself, only Space does."""
        button = self.focusWidget()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(button, QAbstractButton):
            button.click()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Measure what is not measured yet, and look at the stage as the window does now."""
        super().showEvent(event)
        self.apply_theme()
        if self._steps is None:
            self._steps = self._measurements.steps()
            self._timer.start()
        if self._card is not None:
            self._card.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between the table and the preview."""
        super().resizeEvent(event)
        share = round(self.width() * _PREVIEW_SHARE)
        self.preview.setFixedWidth(min(max(share, _PREVIEW_LEAST_PX), _PREVIEW_MOST_PX))
        layout = self.layout()
        if layout is not None:
            layout.activate()  # or it would be painted once with the old width

    def _align_heads(self) -> None:
        """Let the headings stand over their columns, whether there is a scroll bar or not."""
        right = self.scroller.width() - self.scroller.viewport().width() + _RIGHT_PX
        self._columns.setContentsMargins(0, 0, right, 0)

    @property
    def chosen(self) -> Demonstration:
        """What the preview shows, or will as soon as it is measured."""
        assert self._card is not None
        return self._shown_of(self._card)

    def _shown_of(self, card: CellCard) -> Demonstration:
        """Return which of its demonstrations a cell shows."""
        return self._chosen.get(card, card.cell.demonstrations[0])

    def _choose(self, card: CellCard) -> None:
        if card is self._card:
            return
        if self._card is not None:
            self._card.set_chosen(False)
        self._card = card
        card.set_chosen(True)
        row = card.parentWidget()
        if row is not None:
            self.scroller.ensureWidgetVisible(row, 0, 0)  # with its heading and its footnote, where there is room
        self.scroller.ensureWidgetVisible(card, 0, 0)
        self.preview.set_cell(card.criterion, card.cell, self.chosen)
        self._show_chosen()

    def _show_other(self, demonstration: Demonstration) -> None:
        assert self._card is not None
        self._chosen[self._card] = demonstration
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Show what is chosen, if it is measured; otherwise it is shown when it is."""
        chosen = self.chosen
        if self._measurements.measured(chosen):
            self.preview.show_run(self._measurements.showing(chosen), self._measurements.trace(chosen))

    def _step(self, columns: int, rows: int) -> None:
        """Go to another cell with the keys."""
        assert self._card is not None
        row, column = divmod(self.cards.index(self._card), len(Column))
        row, column = row + rows, column + columns
        if 0 <= row < len(self.rows) and 0 <= column < len(Column):
            self.cards[row * len(Column) + column].setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what is measured -----------------------------------------------------------------------------------

    def _measure(self) -> None:
        """Go on with the runs for a moment."""
        assert self._steps is not None
        clock = QElapsedTimer()
        clock.start()
        try:
            while clock.elapsed() < _SLICE_MS:
                demonstration = next(self._steps)
                if demonstration is not None:
                    self._take(demonstration)
                    break
        except StopIteration:
            self._timer.stop()
            self._note.setText("")
            self.measured.emit()
            self._answer()
        except CoreloomError as error:
            self._timer.stop()
            self._note.setText("")
            self._say(error)

    def _take(self, demonstration: Demonstration) -> None:
        """Show what is measured now."""
        for row in self.rows:
            if any(demonstration in cell.demonstrations for cell in row.criterion.cells):
                row.show_figures(self._measurements)
        if demonstration is self.chosen:
            self._show_chosen()
        everything = [one for row in TABLE for cell in row.cells for one in cell.demonstrations]
        done = sum(self._measurements.measured(one) for one in everything)
        self._note.setText(self.tr("Measuring: {done} of {total}").format(done=done, total=len(everything)))

    # -- what is asked for ----------------------------------------------------------------------------------

    def _play(self) -> None:
        """Ask for what is chosen to be shown on the window's stage."""
        self._ask(self.chosen, {})

    def _play_both(self, row: CriterionRow) -> None:
        """Ask for both cells of a row, beside each other; each with what is chosen of it."""
        self._ask(row.criterion, {row.criterion.name: tuple(map(self._shown_of, row.cards))})

    def _ask(self, what: Demonstration | Criterion, beside: dict[str, tuple[Demonstration, ...]]) -> None:
        """Ask for a step of the table as a lesson, as soon as all of that is measured."""
        self._wanted = (what, beside)
        if not self._timer.isActive():
            self._answer()

    def _answer(self) -> None:
        """Ask for what is wanted."""
        if self._wanted is None:
            return
        (what, beside), self._wanted = self._wanted, None
        try:
            table = table_lesson(self._measurements, beside)
        except CoreloomError as error:
            self._say(error)
        else:
            self.lesson_requested.emit(table.lesson, table.index(what))

    def _say(self, error: CoreloomError) -> None:
        self._problem.setText(str(error))
        self._problem.show()
