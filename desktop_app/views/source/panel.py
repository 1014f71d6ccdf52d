"""The source panel: the program's text, its bytecode beside it, and where each thread is in both."""

from __future__ import annotations

from collections import defaultdict

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from desktop_app.analysis.execution import Place, call_names, last_execution_ns, next_execution_ns, places_at
from desktop_app.analysis.moment import Moments
from desktop_app.analysis.syntax import column_in_characters, spans
from desktop_app.model.listing import ListingLine
from desktop_app.trace.trace import Trace
from desktop_app.views.elided_label import ElidedLabel
from desktop_app.views.empty_state import ContentOrEmpty
from desktop_app.views.panel import Panel
from desktop_app.views.source.delegates import ListingDelegate, SourceDelegate
from desktop_app.views.source.look import Chip
from desktop_app.views.source.models import ListingModel, Role, SourceModel
from desktop_app.views.source.view import CodeView, Marks
from desktop_app.views.theme import DARK, Theme

#: Text and bytecode stand side by side from this width on, and one above the other on less.
_SIDE_BY_SIDE_PX = 820
#: Between the names of a function and of one that it has called.
_CALLED = " › "
#: So many processes of a program are named.
_NAMED = 4


class SourcePanel(Panel):
    """Shows one program at a time: that of the followed thread, or the one that was chosen."""

    def __init__(self, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._t_ns = 0
        self._listing = -1
        self._threads = 0
        self._places: tuple[Place, ...] = ()
        self._pointed = self._chosen = 0
        self.programs = QComboBox(self)
        self.programs.setAccessibleName(self.tr("Program"))
        self.programs.setToolTip(self.tr("The program that is shown"))
        self.programs.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.where = ElidedLabel(self.tr("Where the thread is"), self)
        self.note = ElidedLabel(self.tr("What a click does"), self)
        self.source_model, self.listing_model = SourceModel(self), ListingModel(self)
        self.source = CodeView(theme, self.tr("Source"), self)
        self.listing = CodeView(theme, self.tr("Bytecode"), self)
        self.source.setModel(self.source_model)
        self.listing.setModel(self.listing_model)
        self.source_delegate = SourceDelegate(self.source, self.source_model)
        self.listing_delegate = ListingDelegate(self.listing, self.listing_model)
        self.source.setItemDelegate(self.source_delegate)
        self.listing.setItemDelegate(self.listing_delegate)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.addWidget(self.source)
        self.splitter.addWidget(self.listing)
        self.splitter.setChildrenCollapsible(False)
        self._body = ContentOrEmpty(self.splitter, self)
        self._lay_out()
        self._connect()
        self._describe()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(14, 4, 10, 6)
        top.setSpacing(10)
        top.addWidget(self.programs, 2)
        top.addWidget(self.where, 3)
        below = QHBoxLayout()
        below.setContentsMargins(14, 4, 10, 6)
        below.addWidget(self.note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._body, 1)
        layout.addLayout(below)

    def _connect(self) -> None:
        self.programs.activated.connect(self._choose_program)
        self.source.pointed_at.connect(lambda row: self._point(self._line_of(self.source, row)))
        self.listing.pointed_at.connect(lambda row: self._point(self._line_of(self.listing, row)))
        for view in (self.source, self.listing):
            view.thread_chosen.connect(self.thread_chosen)
        self.source.chosen.connect(self._choose_line)
        self.listing.chosen.connect(self._choose_row)

    def sizeHint(self) -> QSize:
        """Wide enough for bytecode with its bytes."""
        return QSize(460, 560)

    # -- what is shown --------------------------------------------------------------------------------------

    def set_moments(self, moments: Moments) -> None:
        """Show another trace."""
        super().set_moments(moments)
        trace = moments.trace
        self._t_ns = trace.begin_ns
        same = 0 <= self._listing < len(trace.listings) and trace.listings[self._listing] == self.listing_model.listing
        if not same:
            self._listing = -1
        self._fill_programs(trace)
        if same:  # the same program runs another time: what the user looks at stays in view
            self._leave_room(trace)
        else:
            self._show_listing(self._followed_listing())

    def show_at(self, t_ns: int) -> None:
        """Show where each thread is at ``t_ns``."""
        self._t_ns = t_ns
        if self.moments is not None:
            trace = self.moments.trace
            if self.programs.count() != len(trace.listings):
                self._fill_programs(trace)
            if self._listing < 0:
                self._show_listing(self._followed_listing())
            if self._threads != len(trace.threads):
                self._leave_room(trace)  # programs start threads while they run
            self._mark(trace)

    def set_theme(self, theme: Theme) -> None:
        """Show the same in other colours."""
        super().set_theme(theme)
        self.source.set_theme(theme)
        self.listing.set_theme(theme)
        if self.moments is not None:
            self._mark(self.moments.trace)

    def set_followed(self, thread: int | None) -> None:
        """Show the program of the thread that is followed, and stay with it."""
        super().set_followed(thread)
        if self.moments is not None:
            if thread is not None:
                self._show_listing(self._followed_listing())
            self._mark(self.moments.trace, anew=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay text and bytecode out beside each other where there is room."""
        super().resizeEvent(event)
        side_by_side = event.size().width() >= _SIDE_BY_SIDE_PX
        wanted = Qt.Orientation.Horizontal if side_by_side else Qt.Orientation.Vertical
        if self.splitter.orientation() != wanted:
            self.splitter.setOrientation(wanted)
            self.splitter.setSizes([1000, 1000])
        self.listing.scheduleDelayedItemsLayout()

    def _fill_programs(self, trace: Trace) -> None:
        self.programs.clear()
        for number, listing in enumerate(trace.listings):
            labels = [info.label for info in trace.processes if info.listing == number]
            more = [f"+{len(labels) - _NAMED}"] if len(labels) > _NAMED else []
            self.programs.addItem(f"{listing.program} – {', '.join(labels[:_NAMED] + more)}")
        self.programs.setCurrentIndex(self._listing)
        if trace.listings:
            self._body.show_content()
        else:
            self._body.show_sentence(
                self.tr("The source and the bytecode of the programs that run stand here. These processes have bursts.")
            )
        self.programs.setVisible(len(trace.listings) > 1)
        for label in (self.where, self.note):
            label.setVisible(bool(trace.listings))

    def _followed_listing(self) -> int:
        if self.moments is None or not self.moments.trace.listings:
            return -1
        trace = self.moments.trace
        if self.followed is not None and self.followed < len(trace.threads):
            listing = trace.processes[trace.threads[self.followed].process].listing
            if listing >= 0:
                return listing
        return self._listing if 0 <= self._listing < len(trace.listings) else 0

    def _choose_program(self, number: int) -> None:
        self._show_listing(number)
        if self.moments is not None:
            self._mark(self.moments.trace, anew=True)

    def _show_listing(self, number: int) -> None:
        if self.moments is None or number == self._listing:
            return
        trace = self.moments.trace
        self._listing, self._chosen, self._pointed = number, 0, 0
        self._places = ()
        self.programs.setCurrentIndex(number)
        listing = trace.listings[number] if number >= 0 else None
        self.source.set_marks(Marks())
        self.listing.set_marks(Marks())
        self.source_model.set_listing(listing)
        self.listing_model.set_listing(listing)
        self._leave_room(trace)
        self._describe()

    def _leave_room(self, trace: Trace) -> None:
        """Give the threads of the program room at the left of its lines."""
        listing, self._threads = self.listing_model.listing, len(trace.threads)
        threads = [one for info in trace.processes if info.listing == self._listing for one in info.threads]
        labels = [trace.threads[one].label for one in threads]
        self.source_delegate.set_text(spans(listing.source) if listing is not None else {}, labels)
        self.listing_delegate.set_text(self.source_model.lines, labels)
        self.source.scheduleDelayedItemsLayout()
        self.listing.scheduleDelayedItemsLayout()

    def _mark(self, trace: Trace, *, anew: bool = False) -> None:
        """Mark where the threads are, and keep the followed one in view."""
        if self._listing < 0:
            return
        self._places = places_at(trace, self._listing, self._t_ns)
        self._set_marks(trace)
        shown = self._kept(trace)
        self._tell_where(trace, shown)
        if shown is not None:
            line = trace.listings[self._listing].lines[shown.line].line
            self.source.keep_in_view(self.source_model.row_of_line(line), anew=anew)
            self.listing.keep_in_view(self.listing_model.row_of(shown.line), anew=anew)

    def _set_marks(self, trace: Trace) -> None:
        listing = trace.listings[self._listing]
        by_line, by_row = defaultdict[int, list[Chip]](list), defaultdict[int, list[Chip]](list)
        columns = defaultdict[int, list[tuple[int, int, str]]](list)
        for place in self._places:
            instruction = listing.lines[place.line]
            tint = self.theme.process(place.process).name()
            followed = place.thread == self.followed
            label = trace.threads[place.thread].label
            chip = Chip(thread=place.thread, label=label, tint=tint, on_core=place.on_core, followed=followed)
            by_row[self.listing_model.row_of(place.line)].append(chip)
            row = self.source_model.row_of_line(instruction.line)
            if row < 0:
                continue
            by_line[row].append(chip)
            if instruction.column >= 0 and (place.on_core or followed):
                start, end = self._characters(row, instruction)
                if end > start:
                    columns[row].append((start, end, tint))
        linked = self._pointed or self._chosen
        lit = {row: tuple(dict.fromkeys(places)) for row, places in columns.items()}
        self.source.set_marks(Marks(chips=_frozen(by_line), columns=lit, linked=linked))
        self.listing.set_marks(Marks(chips=_frozen(by_row), linked=linked))

    def _characters(self, row: int, instruction: ListingLine) -> tuple[int, int]:
        """Return from where to where an instruction's expression goes in its line; one of several lines to its end."""
        text = self.source_model.lines[row]
        start = column_in_characters(text, instruction.column)
        end = column_in_characters(text, instruction.end_column) if instruction.end_column >= 0 else len(text)
        return start, max(start, end)

    def _kept(self, trace: Trace) -> Place | None:
        """Return whom the panel stays with: the followed thread, or the only one that runs, or that there is."""
        if self.followed is not None and self.followed < len(trace.threads):
            return next((place for place in self._places if place.thread == self.followed), None)
        running = [place for place in self._places if place.on_core]
        alone = running if len(running) == 1 else self._places
        return alone[0] if len(alone) == 1 else None

    def _tell_where(self, trace: Trace, shown: Place | None) -> None:
        parts = []
        if len(trace.listings) == 1:
            parts.append(trace.listings[0].program)
        if shown is not None:
            parts += [trace.threads[shown.thread].label, *call_names(trace, shown.thread, self._t_ns)]
        elif len(self._places) == 1:
            parts.append(trace.threads[self._places[0].thread].label)
        elif self._places:
            parts.append(self.tr("{} threads").format(len(self._places)))
        self.where.say(_CALLED.join(parts))

    # -- what the user does ---------------------------------------------------------------------------------

    def _line_of(self, view: CodeView, row: int) -> int:
        line = view.model().index(row, 0).data(Role.SOURCE_LINE) if row >= 0 else 0
        return line if isinstance(line, int) else 0

    def _point(self, line: int) -> None:
        if line == self._pointed or self.moments is None or self._listing < 0:
            return
        self._pointed = line
        self._set_marks(self.moments.trace)
        self._describe()

    def _choose_line(self, row: int, back: bool) -> None:  # noqa: FBT001 - a Qt slot
        if self.moments is None:
            return
        line = self._line_of(self.source, row)
        lines = self.moments.trace.listings[self._listing].lines
        self._chosen = line
        rows = self.listing_model.rows_of_line(line)
        if rows:
            self.listing.keep_in_view(rows[0], anew=True)
        self._go([number for number, one in enumerate(lines) if one.line == line], back=back)

    def _choose_row(self, row: int, back: bool) -> None:  # noqa: FBT001 - a Qt slot
        index = self.listing_model.index(row, 0)
        line, number = self._line_of(self.listing, row), index.data(Role.INSTRUCTION)
        self._chosen = line
        self.source.keep_in_view(self.source_model.row_of_line(line), anew=True)
        if isinstance(number, int) and number >= 0:
            self._go([number], back=back)
        elif self.source_model.row_of_line(line) >= 0:
            self._choose_line(line - 1, back)

    def _go(self, lines: list[int], *, back: bool) -> None:
        """Ask for the time at which one of these instructions is executed next, or was last."""
        if self.moments is None:
            return
        trace = self.moments.trace
        mine = self.followed is not None and self._followed_listing() == self._listing
        find = last_execution_ns if back else next_execution_ns
        found = find(self.moments.lives, self._listing, lines, self._t_ns, self.followed if mine else None)
        self._set_marks(trace)
        if found is not None:
            self._describe()
            self.time_requested.emit(found)
        elif not lines:
            self.note.say(self.tr("No bytecode comes from this line"))
        elif back:
            self.note.say(self.tr("It was not executed before"))
        elif trace.finished:
            self.note.say(self.tr("It is not executed again"))
        else:
            self.note.say(self.tr("It is not executed again in what is known of the run so far"))

    def _describe(self) -> None:
        self.note.say(self.tr("Click: next execution · Shift+click: last one"))


def _frozen(chips: dict[int, list[Chip]]) -> dict[int, tuple[Chip, ...]]:
    return {row: tuple(found) for row, found in chips.items()}
