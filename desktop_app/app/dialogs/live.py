"""The dialog in which somebody says what is to be done to a run now, and to whom."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from desktop_app.app.dialogs.form import CONTROL_PX, WIDE_CONTROL_PX, ChoiceBox, CountBox, Fields, SetupDialog
from desktop_app.app.dialogs.live_texts import meaning_of, reading_of, title_of, verb_of
from desktop_app.app.dialogs.policy_options import PolicyOptions
from desktop_app.app.dialogs.scroller import Scroller
from desktop_app.app.live import PARAMETERS, LiveMoment, Target
from desktop_app.model.durations import spaced_duration
from desktop_app.model.scenario import Action, ActionKind, SchedulerSpec
from desktop_app.model.workload import SchedulingClass
from desktop_app.policies.registry import POLICIES
from desktop_app.storage import limits

#: Processes and threads in the list; among more nobody finds one there, but on the stage.
_MOST_TARGETS = 500
_BOXES_A_ROW = 8
_WIDTH_PX = 760
_POLICY_PX = 960
_NUMBERS = (ActionKind.NICE, ActionKind.PRIORITY, ActionKind.CORES)


class LiveDialog(SetupDialog):
    """Asks for one action at a moment; `action` returns it.

    Args:
        kind: What is to be done.
        moment: When, and to what run.
        chosen: Whom it is about first; None for the first one that there is.
        parent: The window.
    """

    def __init__(
        self, kind: ActionKind, moment: LiveMoment, chosen: Target | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(title_of(kind), meaning_of(kind), parent)
        self._kind = kind
        self._moment = moment
        wide = kind is ActionKind.POLICY  # whose names are long
        self._fields = Fields(
            self.tr("At {} of the run").format(spaced_duration(moment.t_ns)),
            control_px=WIDE_CONTROL_PX if wide else CONTROL_PX,
        )
        self._options: PolicyOptions | None = None
        self._targets = [] if kind in {ActionKind.LAUNCH, ActionKind.CORES, ActionKind.POLICY} else self._find_targets()
        self.who = ChoiceBox()
        self.number = CountBox(0, 0, 0)
        self.policy = ChoiceBox()
        self.cores: list[QCheckBox] = []
        self.content.addWidget(self._fields)
        self._build(chosen)
        self.setMinimumWidth(_POLICY_PX if kind is ActionKind.POLICY else _WIDTH_PX)
        self.ok_button.setText(verb_of(kind))
        self._refresh()

    def action(self) -> Action:
        """Return what was asked for."""
        kind, moment = self._kind, self._moment
        if kind is ActionKind.LAUNCH:
            return moment.action(kind, process=self.who.currentText())
        if kind is ActionKind.POLICY:
            options = {} if self._options is None else self._options.options()
            return moment.action(kind, scheduler=SchedulerSpec(policy=self.policy.currentData(), options=options))
        if kind in _NUMBERS:
            return moment.action(kind, self.target(), value=self.number.value())
        if kind is ActionKind.AFFINITY:
            checked = tuple(number for number, box in enumerate(self.cores) if box.isChecked())
            return moment.action(kind, self.target(), affinity=() if len(checked) == len(self.cores) else checked)
        return moment.action(kind, self.target())

    def target(self) -> Target | None:
        """Return whom it is about; None when that is nobody in particular."""
        index = self.who.currentIndex()
        return self._targets[index] if 0 <= index < len(self._targets) else None

    # -- fields ---------------------------------------------------------------------------------------------

    def _build(self, chosen: Target | None) -> None:
        kind = self._kind
        if kind is ActionKind.POLICY:
            self._add_policy()
        elif kind is ActionKind.LAUNCH:
            for name in dict.fromkeys(process.name for process in self._moment.scenario.processes):
                self.who.addItem(name)
            self._fields.add(self.tr("&Entry"), self.who, self.tr("Entries of one name are launched together."))
        elif kind is not ActionKind.CORES:
            self._add_who(chosen)
        if kind in _NUMBERS:
            self._add_number()
        if kind is ActionKind.AFFINITY:
            self._add_cores()

    def _find_targets(self) -> list[Target]:
        found = []
        for process in self._moment.living():
            found.append(Target(process=process))
            if self._kind in PARAMETERS:
                found += [Target(process=process, thread=thread) for thread in self._moment.threads(process)]
            if len(found) >= _MOST_TARGETS:
                break
        return found[:_MOST_TARGETS]

    def _add_who(self, chosen: Target | None) -> None:
        processes = self._moment.trace.processes
        if chosen is not None and self._kind not in PARAMETERS:
            chosen = Target(process=chosen.process)
        if chosen is not None and chosen not in self._targets:
            self._targets.insert(0, chosen)
        for target in self._targets:
            label = self._moment.label(target)
            every = self.tr("{label}  {program}, all threads") if self._kind in PARAMETERS else "{label}  {program}"
            text = every.format(label=label, program=processes[target.process].program)
            self.who.addItem(text if target.thread is None else label)
        if chosen is not None:
            self.who.setCurrentIndex(self._targets.index(chosen))
        self.who.currentIndexChanged.connect(self._refresh)
        hint = ""
        if self._kind not in PARAMETERS and self._kind is not ActionKind.START_THREAD:
            hint = self.tr("A signal goes to a whole process: no thread can be ended from outside.")
        self._fields.add(self.tr("&Who"), self.who, hint)

    def _add_number(self) -> None:
        label, allowed = {
            ActionKind.NICE: (self.tr("&Nice"), limits.NICE),
            ActionKind.PRIORITY: (self.tr("&Priority"), limits.PRIORITY),
            ActionKind.CORES: (self.tr("&Cores on line"), limits.CORES),
        }[self._kind]
        if self._kind is ActionKind.CORES:
            hint = self.tr("{} now; choose another number.").format(self._moment.online)
        else:
            hint = reading_of(self._kind, self._moment)
        self.number.setRange(allowed.minimum, allowed.maximum)
        self.number.setValue(self._moment.online)
        self.number.valueChanged.connect(self._check)
        self._fields.add(label, self.number, hint)
        self.number.setFocus()
        self.number.selectAll()

    def _add_cores(self) -> None:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        for number in range(self._moment.trace.header.cores):
            box = QCheckBox(str(number), holder)
            box.setAccessibleName(self.tr("Core {}").format(number))
            box.toggled.connect(self._check)
            grid.addWidget(box, number // _BOXES_A_ROW, number % _BOXES_A_ROW)
            self.cores.append(box)
        self._fields.add(self.tr("&Cores"), holder, self.tr("All of them: any core."), wide=True)
        holder.setFocusProxy(self.cores[0])

    def _add_policy(self) -> None:
        for info in POLICIES.values():
            self.policy.addItem(info.title, info.name)
        self.policy.setCurrentIndex(self.policy.findData(self._moment.policy))
        self._policy_row = self._fields.add(self.tr("P&olicy"), self.policy, "")
        page = QWidget()
        self._page = QVBoxLayout(page)
        self._page.setContentsMargins(0, 0, 0, 0)
        self.content.addWidget(Scroller(page), 1)
        self.policy.currentIndexChanged.connect(self._show_options)
        self._show_options()
        self.policy.setFocus()

    def _show_options(self) -> None:
        info, given = POLICIES[self.policy.currentData()], self._moment.scenario.scheduler
        before = self._options
        self._policy_row.set_hint(info.summary)
        self._options = PolicyOptions(
            info,
            given.options if given.policy == info.name else {},
            taken_mnemonics="o",
            control_px=WIDE_CONTROL_PX,
        )
        self._options.setVisible(bool(info.options))
        self._options.edited.connect(self._check)
        if before is None:
            self._page.addWidget(self._options)
            self._page.addStretch(1)
        else:
            self._page.replaceWidget(before, self._options)
            before.hide()
            before.deleteLater()
        self._check()
        self.fit()

    # -- what is shown --------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Show what the chosen one has now."""
        target, kind = self.target(), self._kind
        if target is not None and kind in {ActionKind.NICE, ActionKind.PRIORITY}:
            if kind is ActionKind.PRIORITY:
                scheduling = self._moment.trace.processes[target.process].parameters.scheduling
                real_time = scheduling in {SchedulingClass.FIFO, SchedulingClass.RR}
                allowed = limits.REAL_TIME_PRIORITY if real_time else limits.PRIORITY
                self.number.setRange(allowed.minimum, allowed.maximum)
            self.number.setValue(self._moment.value(target, kind))
        if target is not None and kind is ActionKind.AFFINITY:
            allowed_cores = self._moment.affinity(target)
            for number, box in enumerate(self.cores):
                box.setChecked(not allowed_cores or number in allowed_cores)
        self._check()

    def _check(self) -> None:
        self.show_problem(self._contradiction())
        if self._kind is ActionKind.CORES and self.number.value() == self._moment.online:
            self.ok_button.setEnabled(False)  # nothing is wrong, but nothing would change either

    def _contradiction(self) -> str:
        kind, moment = self._kind, self._moment
        if kind is ActionKind.POLICY:
            wrong = self._options is None or not self._options.is_valid
            return self.tr("Correct what is marked in red to go on.") if wrong else moment.refusal(kind)
        problem = moment.refusal(kind, self.target())
        if not problem and kind is ActionKind.AFFINITY:
            online = moment.online
            if not any(box.isChecked() for box in self.cores[:online]):
                return self.tr("Choose at least one core that is on line; the first {} are.").format(online)
        return problem
