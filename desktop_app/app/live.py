"""What can be done to a run at a moment: to which process or thread, and where not, why not."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from desktop_app.analysis.event_index import EventIndex
from desktop_app.analysis.idleness import online_cores
from desktop_app.model.scenario import Action, ActionKind, Scenario
from desktop_app.model.states import ThreadState
from desktop_app.model.workload import MAX_THREADS, ProcessSpec, Program
from desktop_app.storage.limits import MAX_ACTIONS
from desktop_app.trace.core_masks import cores_in, mask_of
from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import EventKind
from desktop_app.trace.trace import Trace

SIGNALS = (ActionKind.INTERRUPT, ActionKind.TERMINATE, ActionKind.KILL)
PARAMETERS = (ActionKind.NICE, ActionKind.PRIORITY, ActionKind.AFFINITY)
#: The kinds of actions that set something, so that the last one at a moment counts.
SETTING = (*PARAMETERS, ActionKind.CORES, ActionKind.POLICY)
#: The kinds of actions that are about a process, or a thread of it.
ABOUT_SOMEBODY = (ActionKind.START_THREAD, *SIGNALS, *PARAMETERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A process, or one thread of it.

    Attributes:
        process: Index of the process in the trace.
        thread: Index of the thread in the trace; None for all of the process.
    """

    process: int
    thread: int | None = None


class LiveMoment:
    """A run at the moment at which somebody wants to do something to it.

    Args:
        scenario: What is run.
        trace: Its trace, known to ``t_ns``.
        t_ns: The moment, in nanoseconds.
    """

    def __init__(self, scenario: Scenario, trace: Trace, t_ns: int) -> None:
        self.scenario = scenario
        self.trace = trace
        self.t_ns = t_ns
        self._lives = Lives(trace)
        self._events = EventIndex(trace)

    @property
    def online(self) -> int:
        """How many cores are on line."""
        return online_cores(self._events, self.t_ns)

    @property
    def policy(self) -> str:
        """Name of the policy in force."""
        actions = sorted(self.scenario.actions, key=lambda action: action.at_ns)
        later = [each.scheduler for each in actions if each.scheduler is not None and each.at_ns <= self.t_ns]
        return (later[-1] if later else self.scenario.scheduler).policy

    def living(self) -> list[int]:
        """Return the indexes of the processes that live, in order."""
        return [index for index in range(len(self.trace.processes)) if not self._gone(index)]

    def threads(self, process: int) -> list[int]:
        """Return the indexes of the threads of a process that exist and have not terminated."""
        ended = {None, ThreadState.TERMINATED}
        return [each for each in self.trace.processes[process].threads if self._state(each) not in ended]

    def label(self, target: Target) -> str:
        """Return what the stage calls a process or thread."""
        if target.thread is not None:
            return self.trace.threads[target.thread].label
        return self.trace.processes[target.process].label

    def value(self, target: Target, kind: ActionKind) -> int:
        """Return the nice value or the priority of a process's first living thread, or of a thread."""
        parameters = self.trace.processes[target.process].parameters
        value = parameters.nice if kind is ActionKind.NICE else parameters.priority
        event = EventKind.NICE if kind is ActionKind.NICE else EventKind.PRIORITY
        return self._last(target, event, value)

    def affinity(self, target: Target) -> tuple[int, ...]:
        """Return the cores that it may run on; empty for any."""
        own = mask_of(self.trace.processes[target.process].parameters.affinity)
        return tuple(
            core for core in cores_in(self._last(target, EventKind.AFFINITY, own)) if core < self.trace.header.cores
        )

    def refusal(self, kind: ActionKind, target: Target | None = None) -> str:
        """Return why an action is impossible now, as a sentence; empty when it is possible."""
        if len(self.scenario.actions) >= MAX_ACTIONS:
            return _tr("There are {} actions already, which is the most a scenario may have.").format(MAX_ACTIONS)
        if kind not in ABOUT_SOMEBODY:
            return ""
        if target is None:
            return "" if self.living() else _tr("No process lives at this moment.")
        return self._why_gone(target) or self._why_not(kind, target.process)

    def action(self, kind: ActionKind, target: Target | None = None, **values: object) -> Action:
        """Return an action at this moment; ``values`` are further fields of it."""
        action = Action(at_ns=self.t_ns, kind=kind)
        if target is not None:
            thread = None if target.thread is None else self.trace.threads[target.thread].number
            name, instance = self._named(target.process)
            action = replace(action, process=name, instance=instance)
            if kind in PARAMETERS:
                action = replace(action, thread=thread)
        return replace(action, **values)  # type: ignore[arg-type] # checked where they are made

    def _named(self, process: int) -> tuple[str, int | None]:
        """Return how an action names a process: its entry, and which of the entry's processes unless there is one."""
        names = [info.name for info in self.trace.processes]
        name = names[process]
        return name, names[: process + 1].count(name)

    def _state(self, thread: int) -> ThreadState | None:
        return self._lives.state(thread, self.t_ns)

    def _gone(self, process: int) -> bool:
        info = self.trace.processes[process]
        return info.arrival_ns > self.t_ns or not self.threads(process)

    def _why_gone(self, target: Target) -> str:
        info = self.trace.processes[target.process]
        if info.arrival_ns > self.t_ns:
            return _tr("{} is launched later.").format(info.label)
        if self._gone(target.process) or (
            target.thread is not None and target.thread not in self.threads(target.process)
        ):
            return _tr("{} has ended.").format(self.label(target))
        return ""

    def _why_not(self, kind: ActionKind, process: int) -> str:
        if kind is ActionKind.START_THREAD:
            return self._why_no_thread(process)
        alone = kind is ActionKind.AFFINITY and self.trace.header.cores == 1
        return _tr("There is one core only.") if alone else ""

    def _why_no_thread(self, process: int) -> str:
        info = self.trace.processes[process]
        if info.parent >= 0:
            return _tr("{} was started by a program, which alone says what threads do there.").format(info.label)
        if len(info.threads) >= MAX_THREADS:
            return _tr("{} has {} threads, which is the most that one may have.").format(info.label, MAX_THREADS)
        if info.listing >= 0 and self._state(info.threads[0]) is ThreadState.TERMINATED:
            return _tr("The main thread of {} has ended, so its program starts no more threads.").format(info.label)
        return ""

    def _last(self, target: Target, kind: EventKind, otherwise: int) -> int:
        threads = self.trace.processes[target.process].threads if target.thread is None else (target.thread,)
        events = self.trace.events
        rows = reversed(self._events.rows(kind, -1, self.t_ns))
        return next((events.value[row] for row in rows if events.thread[row] in threads), otherwise)


def with_action(scenario: Scenario, action: Action) -> Scenario:
    """Return a scenario with one more action, behind those that are done at the same moment or earlier.

    One that sets the same at the same moment gives way to it.
    """
    actions = tuple(each for each in scenario.actions if not _sets_the_same(each, action))
    times = [each.at_ns for each in actions]
    if times == sorted(times):
        place = bisect_right(times, action.at_ns)
    else:
        place = max((number + 1 for number, at_ns in enumerate(times) if at_ns <= action.at_ns), default=0)
    return replace(scenario, actions=(*actions[:place], action, *actions[place:]))


def _sets_the_same(one: Action, other: Action) -> bool:
    about = [(each.at_ns, each.kind, each.process, each.instance, each.thread) for each in (one, other)]
    return other.kind in SETTING and about[0] == about[1]


def with_program(scenario: Scenario, program: Program, at_ns: int) -> Scenario:
    """Return a scenario in which a program that it may not have yet is launched at a moment."""
    names = {process.name for process in scenario.processes}
    known = [each for each in scenario.processes if each.program == program]
    if known:
        return with_action(scenario, Action(at_ns=at_ns, kind=ActionKind.LAUNCH, process=known[0].name))
    entry = ProcessSpec(name=free_name(program.name, names), program=program, launches=0)
    launched = replace(scenario, processes=(*scenario.processes, entry))
    return with_action(launched, Action(at_ns=at_ns, kind=ActionKind.LAUNCH, process=entry.name))


def free_name(name: str, taken: set[str]) -> str:
    """Return a name for an entry that no other one has, such as ``app (2).py``."""
    path, number, found = Path(name), 2, name
    while found in taken:
        found = f"{path.stem} ({number}){path.suffix}"
        number += 1
    return found


def _tr(text: str) -> str:
    return QCoreApplication.translate("live", text)
