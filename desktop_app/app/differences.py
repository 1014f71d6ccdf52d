"""Where two scenarios begin to differ, and what people call that difference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop_app.model.scenario import Action, ActionKind, Scenario
from desktop_app.model.workload import ProcessSpec
from desktop_app.policies.registry import POLICIES

#: Later than anything: two scenarios run alike.
NEVER_NS: Final = 2**63 - 1


def first_difference_ns(old: Scenario, new: Scenario) -> int | None:
    """Return from when on two scenarios run differently, in nanoseconds.

    `NEVER_NS` where they run alike, such as with other bookmarks; None where one cannot go on from the other, as more
    differs than what is done to it while it runs, and the entries that only actions launch.
    """
    common = min(len(old.processes), len(new.processes))
    added = (*old.processes[common:], *new.processes[common:])
    if _setting(old) != _setting(new) or old.processes[:common] != new.processes[:common]:
        return None
    if any(process.launches for process in added):
        return None
    return min((action.at_ns for action in _differing(old.actions, new.actions)), default=NEVER_NS)


def change_text(old: Scenario, new: Scenario) -> str:
    """Return in a few words what was changed from one scenario to another, as an Edit menu says it."""
    texts: tuple[tuple[bool, Callable[[], str]], ...] = (
        (old.machine != new.machine, lambda: _machine_text(old, new)),
        (old.scheduler != new.scheduler, lambda: _scheduler_text(old, new)),
        (old.processes != new.processes, lambda: _process_text(old.processes, new.processes)),
        (old.actions != new.actions, lambda: _actions_text(old.actions, new.actions)),
        (old.bookmarks != new.bookmarks, lambda: _tr("Bookmarks")),
        (old.title != new.title, lambda: _tr("Title")),
    )
    return next((text() for differs, text in texts if differs), _tr("Settings"))


def action_text(action: Action, about: str) -> str:
    """Return what an action does in a few words; ``about`` is the label of the process or thread that is meant."""
    policy = action.scheduler.policy if action.scheduler else ""
    numbers = ", ".join(map(str, action.affinity))
    any_or_some = _tr("Cores {value} for {who}") if action.affinity else _tr("Any core for {who}")
    pattern, value = {
        ActionKind.CORES: (_cores(action.value), ""),
        ActionKind.POLICY: (_tr("Policy {value}"), _policy(policy)),
        ActionKind.NICE: (_tr("Nice {value} for {who}"), action.value),
        ActionKind.PRIORITY: (_tr("Priority {value} for {who}"), action.value),
        ActionKind.AFFINITY: (any_or_some, numbers),
        ActionKind.LAUNCH: (_tr("Launch {who}"), ""),
        ActionKind.START_THREAD: (_tr("Start a thread in {who}"), ""),
        ActionKind.INTERRUPT: (_tr("Interrupt {who}"), ""),
        ActionKind.TERMINATE: (_tr("Terminate {who}"), ""),
        ActionKind.KILL: (_tr("Kill {who}"), ""),
    }[action.kind]
    return pattern.format(value=value, who=about)


def _machine_text(old: Scenario, new: Scenario) -> str:
    return _tr("Machine") if old.machine.cores == new.machine.cores else _cores(new.machine.cores)


def _scheduler_text(old: Scenario, new: Scenario) -> str:
    policy = new.scheduler.policy
    return _tr("Scheduler") if old.scheduler.policy == policy else _tr("Policy {value}").format(value=_policy(policy))


def _setting(scenario: Scenario) -> Scenario:
    return replace(scenario, processes=(), actions=(), bookmarks=(), source="")


def _differing(old: tuple[Action, ...], new: tuple[Action, ...]) -> list[Action]:
    """Return the actions from the first one that is not the same in both; those before have the same effect."""
    for number, (before, after) in enumerate(zip_longest(old, new)):
        if before != after:
            return [*old[number:], *new[number:]]
    return []


def _process_text(old: tuple[ProcessSpec, ...], new: tuple[ProcessSpec, ...]) -> str:
    if len(old) == len(new):
        pairs = list(zip(old, new, strict=True))
        if all(replace(before, threads=after.threads) == after for before, after in pairs):
            return _tr("Threads")
        changed = [after for before, after in pairs if before != after]
        if len(changed) == 1:
            return _tr("Process {}").format(changed[0].name)
    return _tr("Processes")


def _actions_text(old: tuple[Action, ...], new: tuple[Action, ...]) -> str:
    added = [action for action in new if action not in old]
    if len(added) == 1:
        return action_text(added[0], added[0].process)
    return _tr("Actions")


def _cores(count: int) -> str:
    return _tr("1 core") if count == 1 else _tr("{} cores").format(count)


def _policy(name: str) -> str:
    info = POLICIES.get(name)
    return info.title if info else name


def _tr(text: str) -> str:
    return QCoreApplication.translate("changes", text)
