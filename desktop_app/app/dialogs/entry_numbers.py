"""The short fields of one entry of the workload, side by side: how often, when, and what the policy reads of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.app.dialogs.draft import NEW_BURSTS, PARAMETER_COLUMNS, PERIODIC_COLUMNS, Column, Draft
from desktop_app.app.dialogs.form import CheckedEdit, ChoiceBox, CountBox, plain, plain_label, set_role
from desktop_app.model.workload import SchedulingClass
from desktop_app.storage import limits

#: Always shown.
_ALWAYS = (Column.LAUNCHES, Column.ARRIVAL, Column.THREADS)
_WIDE_PX = 112
_IN_A_LINE = 7
_LABELS = {
    Column.LAUNCHES: "&Launches",
    Column.ARRIVAL: "&Arrival",
    Column.THREADS: "T&hreads",
    Column.PRIORITY: "Priorit&y",
    Column.NICE: "N&ice",
    Column.TICKETS: "Tic&kets",
    Column.SCHEDULING: "&Class",
    Column.PERIOD: "Peri&od",
    Column.DEADLINE: "D&eadline",
    Column.OFFSET: "Offset",
    Column.RUNTIME: "Runti&me",
}
_HINTS = {
    Column.LAUNCHES: "How many processes are started from it; 0 for an action's.",
    Column.ARRIVAL: "When they are launched, such as 0ms or 2.5ms.",
    Column.THREADS: "How many threads each of these processes has.",
    Column.PRIORITY: "A whole number; which way is up is the policy's business.",
    Column.NICE: "From -20, the most CPU time, to 19.",
    Column.TICKETS: "Its share of all tickets is its share of the CPU.",
    Column.SCHEDULING: "Which of Linux's; without one, FIFO with a priority from 1 on.",
    Column.PERIOD: "It makes a periodic task, whose jobs have these bursts.",
    Column.DEADLINE: "From a job's release on; empty for the period.",
    Column.OFFSET: "From the arrival to the first release.",
    Column.RUNTIME: "What is reserved per period; empty for the bursts' CPU time.",
}
_NOTHING = {
    Column.PERIOD: "none",
    Column.DEADLINE: "the period",
    Column.OFFSET: "0ms",
    Column.RUNTIME: "CPU time",
}

Control = CheckedEdit | ChoiceBox | CountBox


class EntryNumbers(QWidget):
    """The short fields of the selected entry, of which those are shown that matter, and what they mean.

    Signals:
        edited: The user changed a field; a Column and its text.
    """

    edited = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = Draft(name="", runs_program=False, program=None, bursts=NEW_BURSTS)
        self._columns: tuple[Column, ...] = ()
        self._controls: dict[Column, Control] = {}
        self._labels: dict[Column, QLabel] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 2, 0, 0)
        outer.setSpacing(6)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(_IN_A_LINE, 1)
        self._hint = plain_label("")
        self._hint.setWordWrap(True)
        outer.addLayout(self._grid)
        outer.addWidget(self._hint)
        for column in (*_ALWAYS, *PARAMETER_COLUMNS):
            self._make(column)

    def control(self, column: Column) -> Control:
        """Return the field of a column."""
        return self._controls[column]

    def show_draft(self, draft: Draft, read: Sequence[Column]) -> None:
        """Show an entry.

        Args:
            draft: The entry.
            read: What the policy reads; beside that, what the entry says although the policy does not read it.
        """
        self._draft = draft
        for column, control in self._controls.items():
            text = draft.text(column)
            with QSignalBlocker(control):
                if isinstance(control, CountBox):
                    control.setValue(int(text))
                elif isinstance(control, ChoiceBox):
                    control.setCurrentIndex(max(0, control.findData(text)))
                elif control.text() != text:  # or the cursor would jump while one types
                    control.setText(text)
            if isinstance(control, CheckedEdit):
                control.recheck()
        self._arrange([column for column in self._controls if self._matters(column, read)])
        self._explain()

    def _matters(self, column: Column, read: Sequence[Column]) -> bool:
        if column in PERIODIC_COLUMNS and self._draft.runs_program:
            return False
        return column in _ALWAYS or column in read or not self._draft.is_default(column)

    def _make(self, column: Column) -> None:
        control = self._control(column)
        control.setFixedWidth(_WIDE_PX)
        label = plain_label(self._translated(_LABELS[column]))
        label.setBuddy(control)
        label.setParent(self)
        control.setParent(self)
        hint = self._translated(_HINTS[column])
        control.setAccessibleName(plain(label.text()))
        control.setAccessibleDescription(hint)
        control.setToolTip(hint)
        self._controls[column], self._labels[column] = control, label

    def _control(self, column: Column) -> Control:
        allowed = {Column.LAUNCHES: limits.FIRST_LAUNCHES, Column.THREADS: limits.THREADS}.get(column)
        if allowed is not None:
            box = CountBox(1, allowed.minimum, allowed.maximum)
            box.valueChanged.connect(lambda value: self.edited.emit(column, str(value)))
            return box
        if column is Column.SCHEDULING:
            choice = ChoiceBox()
            choice.addItem("–", "")
            for kind in SchedulingClass:
                choice.addItem(kind.value, kind.value)
            choice.currentIndexChanged.connect(lambda: self.edited.emit(column, choice.currentData()))
            return choice
        edit = CheckedEdit(self._draft.text(column), lambda text: self._check(column, text))
        edit.setPlaceholderText(self._translated(_NOTHING.get(column, "")))
        edit.textChanged.connect(lambda text: self.edited.emit(column, text))
        return edit

    def _check(self, column: Column, text: str) -> None:
        problem = self._draft.with_text(column, text).problem(column)
        if problem:
            raise ValueError(problem)

    def _arrange(self, columns: Sequence[Column]) -> None:
        if tuple(columns) == self._columns:
            return
        self._columns = tuple(columns)
        for column, control in self._controls.items():
            label = self._labels[column]
            self._grid.removeWidget(control)
            self._grid.removeWidget(label)
            shown = column in self._columns
            if shown:
                line, place = divmod(self._columns.index(column), _IN_A_LINE)
                self._grid.addWidget(label, 2 * line, place)
                self._grid.addWidget(control, 2 * line + 1, place)
            label.setVisible(shown)
            control.setVisible(shown)

    def _explain(self) -> None:
        """Say what is wrong, or what the policy's fields mean; the others have tool tips."""
        for column in self._columns:
            problem = self._draft.problem(column)
            if problem:
                title = plain(self._translated(_LABELS[column]))
                self._hint.setText(self.tr("{field}: expected {what}.").format(field=title, what=problem))
                set_role(self._hint, "problem")
                return
        meant = [column for column in self._columns if column not in _ALWAYS][:3] or _ALWAYS[:2]
        self._hint.setText("  ".join(self._named(column) for column in meant))
        set_role(self._hint, "hint")

    def _named(self, column: Column) -> str:
        hint = self._translated(_HINTS[column])
        return f"{plain(self._translated(_LABELS[column]))}: {hint[0].lower()}{hint[1:]}"

    def _translated(self, text: str) -> str:
        return self.tr(text) if text else ""
