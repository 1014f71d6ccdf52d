"""The dialog for the simulated machine, its scheduler and the seed."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from PySide6.QtWidgets import QLabel, QWidget

from desktop_app.app.dialogs.form import ChoiceBox, CountBox, Fields, NumberEdit, SetupDialog
from desktop_app.app.dialogs.policy_options import PolicyOptions
from desktop_app.model.durations import format_duration
from desktop_app.model.machine import GilMode, Machine
from desktop_app.model.scenario import OptionValue, Scenario, SchedulerSpec
from desktop_app.policies.registry import POLICIES
from desktop_app.storage import limits


class MachineDialog(SetupDialog):
    """Shows a scenario's machine and scheduler; `scenario` returns a new one with what was entered."""

    def __init__(self, scenario: Scenario, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Machine and scheduler"),
            self.tr("Times are simulated: durations have a unit, such as 1ms, 250us or 2s."),
            parent,
        )
        self._scenario = scenario
        self._options_by_policy: dict[str, dict[str, OptionValue]] = {
            scenario.scheduler.policy: dict(scenario.scheduler.options)
        }
        machine = scenario.machine
        self.cores = CountBox(machine.cores, limits.CORES.minimum, limits.CORES.maximum)
        self.quantum = NumberEdit(format_duration(machine.quantum_ns), limits.QUANTUM.parse)
        self.context_switch = NumberEdit(format_duration(machine.context_switch_ns), limits.CONTEXT_SWITCH.parse)
        self.instruction = NumberEdit(format_duration(machine.instruction_ns), limits.INSTRUCTION.parse)
        self.gil = ChoiceBox()
        self.policy = ChoiceBox()
        self.seed = NumberEdit(str(scenario.seed), limits.SEED.parse)
        self._hardware = self._hardware_fields()
        self._scheduler = self._scheduler_fields()
        self.content.addWidget(self._hardware)
        self.content.addWidget(self._scheduler)
        self._options = self._options_of(scenario.scheduler.policy)
        self.content.addWidget(self._options)
        self.content.addStretch(1)
        self._adopt_options()
        for edit in (self.quantum, self.context_switch, self.instruction, self.seed):
            edit.checked.connect(self._check)
        self.setMinimumWidth(860)
        self._check()
        self.cores.setFocus()
        self.cores.selectAll()

    @property
    def options(self) -> PolicyOptions:
        """The fields of the chosen policy's own options."""
        return self._options

    def scenario(self) -> Scenario:
        """Return the scenario with this machine, scheduler and seed.

        Raises:
            ValueError: While a field is wrong, which is while OK is disabled.
        """
        machine = Machine(
            cores=self.cores.value(),
            quantum_ns=self.quantum.value(),
            context_switch_ns=self.context_switch.value(),
            instruction_ns=self.instruction.value(),
            gil=GilMode(self.gil.currentData()),
        )
        options = MappingProxyType(self._options.options())
        scheduler = SchedulerSpec(policy=self.policy.currentData(), options=options)
        return replace(self._scenario, machine=machine, scheduler=scheduler, seed=self.seed.value())

    def _hardware_fields(self) -> Fields:
        self.gil.addItem(self.tr("GIL"), GilMode.GIL.value)
        self.gil.addItem(self.tr("Free-threaded"), GilMode.FREE_THREADED.value)
        self.gil.setCurrentIndex(self.gil.findData(self._scenario.machine.gil.value))
        fields = Fields(self.tr("Hardware"))
        fields.add(self.tr("&Cores"), self.cores, self.tr("How many identical cores the machine has, 1 to 64."))
        fields.add(
            self.tr("&Quantum"),
            self.quantum,
            self.tr("The longest time a thread keeps a core before the timer interrupts it."),
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
            self.tr("With the GIL one thread of a process executes bytecode at a time; free-threaded, all may."),
        )
        return fields

    def _scheduler_fields(self) -> Fields:
        for info in POLICIES.values():
            self.policy.addItem(info.title, info.name)
        self.policy.setCurrentIndex(self.policy.findData(self._scenario.scheduler.policy))
        fields = Fields(self.tr("Scheduler"))
        self._summary = fields.add(self.tr("P&olicy"), self.policy, self.tr("Which ready thread runs next."))
        fields.add(self.tr("S&eed"), self.seed, self.tr("Where all randomness comes from: same seed, same run."))
        self.policy.currentIndexChanged.connect(self._change_policy)
        return fields

    def _change_policy(self) -> None:
        """Show the options of another policy; what was entered for this one comes back with it."""
        old = self._options
        self._options_by_policy[old.policy] = old.options()
        name = self.policy.currentData()
        self._options = self._options_of(name)
        self.content.replaceWidget(old, self._options)
        old.hide()
        old.deleteLater()
        self._adopt_options()
        self._check()
        self.fit()

    def _options_of(self, policy: str) -> PolicyOptions:
        labels = (label.text() for fields in (self._hardware, self._scheduler) for label in fields.findChildren(QLabel))
        taken = {text[text.index("&") + 1].lower() for text in labels if "&" in text}
        return PolicyOptions(POLICIES[policy], self._options_by_policy.get(policy, {}), taken_mnemonics=taken)

    def _adopt_options(self) -> None:
        info = POLICIES[self._options.policy]
        self._summary.set_hint(info.summary)
        self.policy.setToolTip(f"{info.summary}\n{info.source}")
        self._options.setVisible(bool(info.options))
        self._options.edited.connect(self._check)
        QWidget.setTabOrder(self.seed, self._options)

    def _check(self) -> None:
        edits = (self.quantum, self.context_switch, self.instruction, self.seed)
        wrong = any(edit.problem for edit in edits) or not self._options.is_valid
        self.show_problem(self.tr("Correct what is marked in red to go on.") if wrong else "")
