"""The dialog for the simulated machine, its scheduler and the seed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout, QWidget

from desktop_app.app.dialogs.consistency import problem_of
from desktop_app.app.dialogs.form import (
    WIDE_CONTROL_PX,
    CheckedEdit,
    ChoiceBox,
    CountBox,
    Fields,
    NumberEdit,
    OptionalEdit,
    SetupDialog,
)
from desktop_app.app.dialogs.policy_options import PolicyOptions
from desktop_app.app.dialogs.scheduler_fields import SchedulerFields
from desktop_app.app.dialogs.scroller import Scroller
from desktop_app.model.durations import format_duration
from desktop_app.model.machine import FULL_RATE_PPM, GilMode, Machine
from desktop_app.model.scenario import OptionValue, Scenario
from desktop_app.model.sizes import format_size
from desktop_app.policies.registry import POLICIES
from desktop_app.storage import limits


class MachineDialog(SetupDialog):
    """Shows a scenario's machine and scheduler; `scenario` returns a new one with what was entered.

    What it does not show, such as caches and core types, stays as it is in the scenario.
    """

    def __init__(self, scenario: Scenario, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Machine and scheduler"),
            self.tr("Times are simulated: durations have a unit, such as 1ms, 250us or 2s."),
            parent,
        )
        self._scenario = scenario
        self._pages: list[QWidget] = []
        self._options_by_policy: dict[str, dict[str, OptionValue]] = {
            scenario.scheduler.policy: dict(scenario.scheduler.options)
        }
        self._make_controls(scenario)
        self.scheduler = SchedulerFields(scenario.scheduler)
        self.tabs = QTabWidget()
        self.content.addWidget(self.tabs, 1)
        seed = self._card(self.tr("Run"))
        seed.add(self.tr("S&eed"), self.seed, self.tr("Where all randomness comes from: same seed, same run."))
        self._add_page(self.tr("Machine"), self._hardware_fields(), seed)
        self._add_page(self.tr("Costs and memory"), self._cost_fields())
        self._options = self._options_of(scenario.scheduler.policy)
        self._scheduler_page = self._add_page(self.tr("Scheduler"), self.scheduler, self._options)
        self._adopt_options()
        self.scheduler.policy.currentIndexChanged.connect(self._change_policy)
        self.scheduler.edited.connect(self._check)
        self.scheduler.placement.currentIndexChanged.connect(self.fit)
        self.cores.valueChanged.connect(self._check)
        for edit in self._edits():
            edit.checked.connect(self._check)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._turn, step))
        self.setMinimumWidth(960)
        self._check()
        self.cores.setFocus()
        self.cores.selectAll()

    @property
    def policy(self) -> ChoiceBox:
        """The field of the policy."""
        return self.scheduler.policy

    @property
    def options(self) -> PolicyOptions:
        """The fields of the chosen policy's options."""
        return self._options

    def scenario(self) -> Scenario:
        """Return the scenario with this machine, scheduler and seed.

        Raises:
            ValueError: While a field is wrong, which is while OK is disabled.
        """
        machine = replace(
            _with_cores(self._scenario.machine, self.cores.value()),
            quantum_ns=self.quantum.value(),
            context_switch_ns=self.context_switch.value(),
            instruction_ns=self.instruction.value(),
            gil=GilMode(self.gil.currentData()),
            dispatch_ns=self.dispatch.value(),
            tick_ns=self.tick.value(),
            tick_cost_ns=self.tick_cost.value(),
            migration_ns=self.migration.value(),
            interrupt_ns=self.interrupt.value(),
            bus_bytes_per_s=self.bus.value(),
            ram_bytes=self.ram.value(),
        )
        scheduler = self.scheduler.spec(MappingProxyType(self._options.options()))
        return replace(self._scenario, machine=machine, scheduler=scheduler, seed=self.seed.value())

    def _turn(self, step: int) -> None:
        """Show the next page or the one before, as these keys do in a browser, wherever the focus is."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    def _make_controls(self, scenario: Scenario) -> None:
        machine = scenario.machine
        self.cores = CountBox(machine.cores, limits.CORES.minimum, limits.CORES.maximum)
        self.quantum = NumberEdit(format_duration(machine.quantum_ns), limits.QUANTUM.parse)
        self.context_switch = NumberEdit(format_duration(machine.context_switch_ns), limits.CONTEXT_SWITCH.parse)
        self.instruction = NumberEdit(format_duration(machine.instruction_ns), limits.INSTRUCTION.parse)
        self.gil = ChoiceBox()
        self.seed = NumberEdit(str(scenario.seed), limits.SEED.parse)
        self.dispatch = NumberEdit(format_duration(machine.dispatch_ns), limits.COST.parse)
        self.tick = NumberEdit(format_duration(machine.tick_ns), limits.TICK.parse)
        self.tick_cost = NumberEdit(format_duration(machine.tick_cost_ns), limits.TICK.parse)
        self.migration = NumberEdit(format_duration(machine.migration_ns), limits.COST.parse)
        self.interrupt = NumberEdit(format_duration(machine.interrupt_ns), limits.COST.parse)
        bus, ram = machine.bus_bytes_per_s, machine.ram_bytes
        ideal, endless = self.tr("none: an ideal bus"), self.tr("none: it never runs out")
        self.bus = OptionalEdit("" if bus is None else f"{format_size(bus)}/s", limits.BANDWIDTH.parse, ideal)
        self.ram = OptionalEdit("" if ram is None else format_size(ram), limits.CAPACITY.parse, endless)

    def _edits(self) -> tuple[CheckedEdit, ...]:
        """Return the checked fields of the machine."""
        return (
            self.quantum,
            self.context_switch,
            self.instruction,
            self.seed,
            self.dispatch,
            self.tick,
            self.tick_cost,
            self.migration,
            self.interrupt,
            self.bus,
            self.ram,
        )

    def _card(self, title: str) -> Fields:
        return Fields(title, control_px=WIDE_CONTROL_PX)

    def _add_page(self, title: str, *cards: Fields) -> QVBoxLayout:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        for card in cards:
            column.addWidget(card)
        column.addStretch(1)
        self.tabs.addTab(Scroller(page), title)
        self._pages.append(page)
        return column

    def _hardware_fields(self) -> Fields:
        modes = (
            (GilMode.GIL, self.tr("GIL")),
            (GilMode.FREE_THREADED, self.tr("Free-threaded")),
            (GilMode.ANY_INSTRUCTION, self.tr("Any instruction (textbook, not CPython)")),
        )
        for mode, text in modes:
            self.gil.addItem(text, mode.value)
        self.gil.setCurrentIndex(self.gil.findData(self._scenario.machine.gil.value))
        fields = self._card(self.tr("Hardware"))
        fields.add(self.tr("&Cores"), self.cores, self._cores_hint())
        fields.add(
            self.tr("&Quantum"),
            self.quantum,
            self.tr("The longest time a thread keeps a core, where the policy does not say otherwise."),
        )
        fields.add(
            self.tr("Context s&witch"),
            self.context_switch,
            self.tr("What a core spends on every dispatch before the thread runs."),
        )
        fields.add(
            self.tr("&Instruction"),
            self.instruction,
            self.tr("What one bytecode instruction costs; real ones take nanoseconds, too fast to watch."),
        )
        fields.add(
            self.tr("&Python threads"),
            self.gil,
            self.tr("With the GIL, one thread of a process executes bytecode at a time; in the other modes, all may."),
        )
        return fields

    def _cores_hint(self) -> str:
        machine = self._scenario.machine
        if not machine.speeds_ppm and not machine.siblings:
            return self.tr("How many identical cores the machine has, 1 to 64.")
        speeds = Counter(machine.speeds_ppm or (FULL_RATE_PPM,) * machine.cores)
        kinds = ", ".join(
            self.tr("{count} of speed {speed:g}").format(count=count, speed=speed / FULL_RATE_PPM)
            for speed, count in speeds.items()
        )
        siblings = self.tr(" Some share a physical core.") if machine.siblings else ""
        return self.tr("{kinds}.{siblings} More ones are like the last.").format(kinds=kinds, siblings=siblings)

    def _cost_fields(self) -> Fields:
        fields = self._card(self.tr("What the scheduler and the hardware take"))
        tick = self.tr("Period of the timer tick, at which slices end; 0ms ends them exactly.")
        for label, control, hint in (
            (self.tr("&Dispatch"), self.dispatch, self.tr("Time to choose a thread, beside the context switch.")),
            (self.tr("&Tick"), self.tick, tick),
            (self.tr("Tic&k cost"), self.tick_cost, self.tr("What each tick takes from the thread that runs.")),
            (
                self.tr("&Migration"),
                self.migration,
                self.tr("What it costs more to go on on another core than the last one."),
            ),
            (
                self.tr("&Interrupt"),
                self.interrupt,
                self.tr("From a device being done to its thread being ready."),
            ),
            (
                self.tr("&Bus"),
                self.bus,
                self.tr("Bandwidth that all cores share, such as 200MB/s; processes say what they need."),
            ),
            (self.tr("&RAM"), self.ram, self.tr("Size, such as 64MB; a process that it cannot hold is killed.")),
        ):
            fields.add(label, control, hint)
        return fields

    def _change_policy(self) -> None:
        """Show the options of another policy; what was entered for this one comes back with it."""
        old = self._options
        self._options_by_policy[old.policy] = old.options()
        self._options = self._options_of(self.policy.currentData())
        self._scheduler_page.replaceWidget(old, self._options)
        old.hide()
        old.deleteLater()
        self._adopt_options()
        self._check()
        self.fit()

    def _options_of(self, policy: str) -> PolicyOptions:
        labels = (label.text() for label in self.scheduler.findChildren(QLabel))
        taken = {text[text.index("&") + 1].lower() for text in labels if "&" in text}
        given = self._options_by_policy.get(policy, {})
        return PolicyOptions(POLICIES[policy], given, taken_mnemonics=taken, control_px=WIDE_CONTROL_PX)

    def _adopt_options(self) -> None:
        self._options.setVisible(bool(POLICIES[self._options.policy].options))
        self._options.edited.connect(self._check)
        QWidget.setTabOrder(self.scheduler, self._options)

    def _check(self) -> None:
        wrong = {
            index
            for edit in self._edits()
            if edit.problem
            for index, page in enumerate(self._pages)
            if page.isAncestorOf(edit)
        }
        if not (self._options.is_valid and self.scheduler.is_valid):
            wrong.add(len(self._pages) - 1)
        if wrong:
            page = self.tabs.tabText(min(wrong))
            self.show_problem(self.tr("{page}: correct what is marked in red to go on.").format(page=page))
        else:
            self.show_problem(self._contradiction())

    def _contradiction(self) -> str:
        """Return what is wrong between fields that are right each by itself."""
        cost_ns, tick_ns = self.tick_cost.value(), self.tick.value()
        if cost_ns and cost_ns >= tick_ns:
            return self.tr("Costs and memory: a tick must cost less than its period.")
        return problem_of(self.scenario())


def _with_cores(machine: Machine, cores: int) -> Machine:
    """Return the machine with another number of cores: the first ones stay what they are, more are like the last."""
    more = cores - machine.cores
    if not more:
        return machine
    speeds, siblings = machine.speeds_ppm, machine.siblings
    first = max(siblings, default=-1) + 1
    return replace(
        machine,
        cores=cores,
        speeds_ppm=(*speeds, *(speeds[-1:] * more))[:cores],
        siblings=(*siblings, *(range(first, first + more) if siblings else ()))[:cores],
    )
