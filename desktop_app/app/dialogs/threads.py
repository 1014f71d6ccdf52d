"""The dialog for the threads: how many run the body of each process."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.app.dialogs.consistency import problem_of
from desktop_app.app.dialogs.form import CountBox, Fields, Row, SetupDialog, plain_label, set_role
from desktop_app.app.dialogs.scroller import Scroller
from desktop_app.model.machine import GilMode
from desktop_app.model.scenario import Scenario
from desktop_app.model.workload import ProcessSpec
from desktop_app.storage import limits
from desktop_app.views.plain_tip import plain_tip

#: Entries that have a digit as mnemonic.
DIGITS = 9


class ThreadsDialog(SetupDialog):
    """Shows how many threads each process has; `scenario` returns a new one with what was entered."""

    def __init__(self, scenario: Scenario, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Threads"),
            self.tr("All threads of a process run the same body: they share its globals and have a stack each."),
            parent,
        )
        self._scenario = scenario
        self.boxes: list[CountBox] = []
        self._rows: list[Row] = []
        note = plain_label(self._gil_note())
        note.setWordWrap(True)
        set_role(note, "hint")
        self.content.addWidget(note)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._make_fields())
        column.addStretch(1)
        self.content.addWidget(Scroller(page), 1)
        self._total = plain_label("")
        self.content.addWidget(self._total)
        self.setMinimumWidth(760)
        self._refresh()
        if self.boxes:
            self.boxes[0].setFocus()
            self.boxes[0].selectAll()

    def scenario(self) -> Scenario:
        """Return the scenario with these threads."""
        return replace(self._scenario, processes=self._processes())

    def _gil_note(self) -> str:
        mode = self._scenario.machine.gil
        if mode is GilMode.ANY_INSTRUCTION:
            return self.tr(
                "Any instruction, which is not CPython: the threads of a process execute bytecode on several cores at "
                "the same time, and take turns between any two instructions."
            )
        if mode is GilMode.GIL:
            return self.tr(
                "With the GIL, one thread of a process executes bytecode at a time, however many cores there are; "
                "every process has a GIL of its own."
            )
        return self.tr("Free-threaded: the threads of a process execute bytecode on several cores at the same time.")

    def _make_fields(self) -> Fields:
        fields = Fields(self.tr("Threads of each process"))
        for number, process in enumerate(self._scenario.processes, start=1):
            box = CountBox(process.threads, limits.THREADS.minimum, limits.THREADS.maximum)
            box.valueChanged.connect(self._refresh)
            name = _shortened(process.name).replace("&", "&&")
            label = f"&{number}  {name}" if number <= DIGITS else f"{number}  {name}"
            row = fields.add(label, box, "")
            row.label.setToolTip(plain_tip(process.name))
            box.setAccessibleName(self.tr("Threads of {process}").format(process=process.name))
            self.boxes.append(box)
            self._rows.append(row)
        return fields

    def _processes(self) -> tuple[ProcessSpec, ...]:
        pairs = zip(self._scenario.processes, self.boxes, strict=True)
        return tuple(replace(process, threads=box.value()) for process, box in pairs)

    def _refresh(self) -> None:
        scenario = self.scenario()
        processes = scenario.processes
        for process, row in zip(processes, self._rows, strict=True):
            what = process.program.name if process.program else self.tr("bursts")
            each = {
                0: self.tr("{what}, launched by an action"),
                1: self.tr("{what}, launched once"),
            }.get(process.launches, self.tr("{what}, {launches} launches"))
            row.set_hint(each.format(what=what, launches=process.launches))
        threads = sum(process.launches * process.threads for process in processes)
        self._total.setText(self.tr("{count} threads in all: launches times threads, added up.").format(count=threads))
        self.show_problem(problem_of(scenario))


def _shortened(name: str, most: int = 24) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
