"""Scenarios in a few words, and what a trace recorded, as plain values that can be compared: times in ms."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.machine import Machine
from desktop_app.model.scenario import Action, ActionKind, Fit, OptionValue, Placement, Scenario, SchedulerSpec
from desktop_app.model.workload import Burst, BurstKind, DeviceSpec, Periodic, ProcessSpec, ResourceSpec
from desktop_app.trace.invariants import violations
from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import OPEN, EventKind, RunKind
from desktop_app.trace.trace import Trace
from tests.scenarios import MS


def columns(trace: Trace) -> dict[str, Any]:
    """Return every column of every table; equal results mean equal traces."""
    return {
        "runs": [
            [list(runs.start), list(runs.end), list(runs.thread), list(runs.kind), list(runs.cause)]
            for runs in trace.runs
        ],
        "rates": [[runs.rate_of(row) for row in range(len(runs))] for runs in trace.runs],
        "waits": [waited(trace, thread) for thread in range(len(trace.threads))],
        "causes": [[cause.text, cause.timed, cause.resource, cause.process] for cause in trace.causes],
        "ready_from": trace.ready_from.tolist(),
        "ended": trace.ended.tolist(),
        "jobs": {thread: [jobs.first_ns, jobs.finish.tolist()] for thread, jobs in trace.jobs.items()},
        "events": [column.tolist() for column in trace.events.columns()],
        **(_standings(trace) if len(trace.standings) else {}),
        "executed": [
            [table.start.tolist(), table.end.tolist(), table.line.tolist(), table.node.tolist(), table.done.tolist()]
            for table in trace.executed
        ],
        "stacks": [trace.stacks.parent.tolist(), trace.stacks.value.tolist()],
        **(_calls(trace) if len(trace.frames) else {}),
        "values": trace.values.text,
        "memory": [
            [
                {
                    name: [writes.time.tolist(), writes.value.tolist(), writes.thread.tolist()]
                    for name, writes in memory.globals.items()
                },
                [memory.output.time.tolist(), memory.output.thread.tolist(), memory.output.text],
                memory.final_globals,
                memory.exit_code,
                memory.end_ns,
            ]
            for memory in trace.memory
        ],
        "objects": [[table.time.tolist(), table.length.tolist(), table.head] for table in trace.objects],
        "end": [trace.known_until_ns, trace.finished, trace.truncated],
    }


def _standings(trace: Trace) -> dict[str, Any]:
    """Return the columns that only some policies fill."""
    tables = {"standings": trace.standings, "clocks": trace.clocks}
    return {name: [column.tolist() for column in table.columns()] for name, table in tables.items()}


def _calls(trace: Trace) -> dict[str, Any]:
    """Return the columns that only programs fill: the calls of their threads, and the numbers of their objects."""
    return {
        "calls": [[calls.time.tolist(), calls.node.tolist()] for calls in trace.calls],
        "frames": [trace.frames.parent.tolist(), trace.frames.place.tolist(), trace.frames.value.tolist()],
        "numbers": [memory.numbers for memory in trace.memory],
    }


def digest(trace: Trace) -> str:
    """Return a short fingerprint of all columns, the same on every platform and version."""
    return hashlib.sha256(repr(columns(trace)).encode()).hexdigest()[:16]


def sound(trace: Trace) -> Trace:
    """Return a trace that contradicts itself nowhere."""
    found = list(violations(trace))
    assert not found, found[:5]
    return trace


def running(
    *processes: ProcessSpec,
    policy: str = "round-robin",
    options: Mapping[str, OptionValue] | None = None,
    placement: Placement = Placement.GLOBAL,
    fit: Fit = Fit.FIRST,
    balance_ns: int | None = None,
    resources: tuple[ResourceSpec, ...] = (),
    devices: tuple[DeviceSpec, ...] = (),
    actions: tuple[Action, ...] = (),
    until_ns: int | None = None,
    **machine: Any,
) -> Trace:
    """Run a scenario to its end, and return its trace."""
    described = Scenario(
        title="test",
        machine=Machine(**machine),
        scheduler=SchedulerSpec(
            policy=policy, options=options or {}, placement=placement, fit=fit, balance_ns=balance_ns
        ),
        processes=processes,
        resources=resources,
        devices=devices,
        actions=actions,
        until_ns=until_ns,
    )
    return sound(simulate(described, BATCH_LIMITS).run())


def task(wcet: float, period: float, **fields: Any) -> ProcessSpec:
    """Return a periodic task, in ms; its deadline is its period unless it says otherwise, and its budget its wcet."""
    wcet_ns = round(wcet * MS)
    periodic = Periodic(
        period_ns=round(period * MS),
        wcet_ns=wcet_ns,
        deadline_ns=round(fields.pop("deadline", period) * MS),
        offset_ns=round(fields.pop("offset", 0) * MS),
        runtime_ns=round(fields.pop("runtime", wcet) * MS),
    )
    name = fields.pop("name", "A")
    return ProcessSpec(name=name, bursts=(Burst(kind=BurstKind.CPU, duration_ns=wcet_ns),), periodic=periodic, **fields)


def do(at: float, kind: str, process: str = "", **fields: Any) -> Action:
    """Return an action at a time in ms."""
    return Action(at_ns=round(at * MS), kind=ActionKind(kind), process=process, **fields)


def ends(trace: Trace) -> list[float | None]:
    """Return when each thread terminated, in ms; None when it did not."""
    return [None if time == OPEN else time / MS for time in trace.ended]


def ran(trace: Trace, thread: int) -> list[tuple[int, float, float]]:
    """Return where and when a thread ran, in ms: core, start, end; what follows on without a break is one."""
    found = sorted(
        (start / MS, min(end, trace.known_until_ns) / MS, core)
        for core, runs in enumerate(trace.runs)
        for start, end, who, kind in zip(runs.start, runs.end, runs.thread, runs.kind, strict=True)
        if who == thread and kind == RunKind.RUN
    )
    joined: list[tuple[int, float, float]] = []
    for start, end, core in found:
        if joined and joined[-1][0] == core and joined[-1][2] == start:
            joined[-1] = (core, joined[-1][1], end)
        else:
            joined.append((core, start, end))
    return joined


def cores_of(trace: Trace) -> list[list[int]]:
    """Return on which cores each thread ran, in order."""
    return [sorted({core for core, *_ in ran(trace, thread)}) for thread in range(len(trace.threads))]


def switches(trace: Trace, core: int = 0) -> list[tuple[int, float, float]]:
    """Return the switches of a core, in ms: to which thread, start, end."""
    runs = trace.runs[core]
    return [
        (runs.thread[row], runs.start[row] / MS, runs.end[row] / MS)
        for row in range(len(runs))
        if runs.kind[row] == RunKind.SWITCH
    ]


def waited(trace: Trace, thread: int) -> list[tuple[str, float, float]]:
    """Return what a thread waited for, in ms: what, since when, until when."""
    waits = trace.waits[thread]
    return [
        (trace.causes[waits.cause[row]].text, waits.time[row] / MS, waits.until[row] / MS) for row in range(len(waits))
    ]


def noted(trace: Trace, *kinds: EventKind) -> list[tuple[float, str, int, int]]:
    """Return the events of some kinds: time in ms, name of the kind, thread (or else process), value."""
    events = trace.events
    return [
        (
            events.time[row] / MS,
            EventKind(events.kind[row]).name,
            events.thread[row] if events.thread[row] >= 0 else events.process[row],
            events.value[row],
        )
        for row in range(len(events))
        if events.kind[row] in kinds
    ]


def states(trace: Trace, thread: int) -> list[tuple[float, str]]:
    """Return the changes of a thread's state: time in ms, state."""
    return [(change.time_ns / MS, change.state.label) for change in Lives(trace).changes(thread)]
