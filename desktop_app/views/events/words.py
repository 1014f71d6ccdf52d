"""What happened, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.analysis.event_sources import LogEvent, LogGroup, LogKind
from desktop_app.model.sizes import format_size
from desktop_app.trace.core_masks import cores_in
from desktop_app.trace.tables import EventKind
from desktop_app.trace.trace import Trace

_SIGNALS = {2: "SIGINT", 9: "SIGKILL", 15: "SIGTERM"}
#: As much of a printed line as the log tells.
_MOST_PRINTED = 200


def _tr(text: str) -> str:
    return QCoreApplication.translate("EventLog", text)


def group_name(group: LogGroup) -> str:
    """Return what events that are chosen together are called."""
    names = {
        LogGroup.ARRIVALS: _tr("Launches and arrivals"),
        LogGroup.DISPATCHES: _tr("Dispatches and migrations"),
        LogGroup.PREEMPTIONS: _tr("Preemptions and ends of slices"),
        LogGroup.WAITS: _tr("Waits and wake-ups"),
        LogGroup.LOCKS: _tr("Locks and other resources"),
        LogGroup.ENDS: _tr("Terminations"),
        LogGroup.DEADLINES: _tr("Jobs and deadlines"),
        LogGroup.SYSTEM: _tr("Signals, priorities, cores, memory"),
        LogGroup.OUTPUT: _tr("Printed lines"),
    }
    return names[group]


def event_text(trace: Trace, event: LogEvent) -> str:
    """Return what happened, as one line of plain text: ``P1·T1 is dispatched to core 0 after P2·T1``."""
    if event.kind is LogKind.RECORDED:
        return _recorded(trace, event)
    who = _who(trace, event)
    if event.kind is LogKind.DISPATCHED:
        return _dispatch(trace, event, who)
    if event.kind is LogKind.LAUNCHED:
        return _launch(trace, event, who)
    if event.kind is LogKind.EXITED:
        return _exit(event, who)
    if event.kind is LogKind.PRINTED:
        line = event.text if len(event.text) <= _MOST_PRINTED else event.text[:_MOST_PRINTED] + "…"
        return _tr("{who} prints {text}").format(who=who, text=" ".join(line.split()) or _tr("an empty line"))
    texts = {
        LogKind.STARTED: _tr("{who} is started"),
        LogKind.ADMITTED: _tr("{who} is ready for the first time"),
        LogKind.EXPIRED: _tr("{who} leaves core {core}: its slice is over"),
        LogKind.PREEMPTED: _tr("{who} is preempted on core {core}"),
        LogKind.BLOCKED: _tr("{who} waits for {text}"),
        LogKind.WOKEN: _tr("{who} wakes up: its wait for {text} is over"),
        LogKind.TERMINATED: _tr("{who} terminates"),
        LogKind.RELEASED_JOB: _tr("job {value} of {who} is released"),
        LogKind.FINISHED_JOB: _tr("job {value} of {who} is finished"),
        LogKind.MISSED: _tr("job {value} of {who} misses its deadline"),
    }
    return texts[event.kind].format(who=who, core=event.core, text=event.text, value=event.value + 1)


def _who(trace: Trace, event: LogEvent) -> str:
    if event.thread >= 0:
        return trace.threads[event.thread].label
    return trace.processes[event.process].label if event.process >= 0 else ""


def _dispatch(trace: Trace, event: LogEvent, who: str) -> str:
    text = _tr("{who} is dispatched to core {core}").format(who=who, core=event.core)
    if event.value >= 0:
        text = _tr("{text} after {other}").format(text=text, other=trace.threads[event.value].label)
    if event.other >= 0:
        text = _tr("{text}, migrated from core {core}").format(text=text, core=event.other)
    return text


def _launch(trace: Trace, event: LogEvent, who: str) -> str:
    info = trace.processes[event.process]
    text = _tr("{who} is launched: {program}").format(who=who, program=info.program)
    if info.parent >= 0:
        text = _tr("{text}, by {parent}").format(text=text, parent=trace.processes[info.parent].label)
    return text


def _exit(event: LogEvent, who: str) -> str:
    if event.value < 0:
        return _tr("{who} is over, ended by {signal}").format(who=who, signal=_signal(-event.value))
    return _tr("{who} is over with exit code {code}").format(who=who, code=event.value)


def _signal(number: int) -> str:
    return _SIGNALS.get(number, _tr("signal {}").format(number))


def _recorded(trace: Trace, event: LogEvent) -> str:
    kind, value, who = event.recorded, event.value, _who(trace, event)
    if kind in {EventKind.ACQUIRED, EventKind.RELEASED, EventKind.MISUSED}:
        return _resource(trace, event, who)
    if kind is EventKind.REFUSED:
        text = _tr("signal {signal} to {who} alone is refused") if value else _tr("an affinity of {who} is refused")
        if event.thread < 0:
            text = _tr("one more thread in {who} is refused")
        return text.format(signal=_signal(value), who=who)
    if kind is EventKind.AFFINITY:
        cores = [str(core) for core in cores_in(value)]
        if not cores:
            return _tr("{who} may run on any core").format(who=who)
        return _tr("{who} may run on core {cores} only").format(who=who, cores=", ".join(cores))
    texts = {
        EventKind.SIGNALLED: _tr("{who} is sent {signal}"),
        EventKind.NICE: _tr("the nice value of {who} is {value} now"),
        EventKind.PRIORITY: _tr("the priority of {who} is {value} now"),
        EventKind.INHERITED: _tr("{who} is scheduled with {value} now, for who waits for it, or its own again"),
        EventKind.CORES: _tr("{value} cores are on line now"),
        EventKind.POLICY: _tr("the policy is {policy} now"),
        EventKind.MOVED: _tr("{who} is moved from the queue of core {value} to that of core {core}"),
        EventKind.MEMORY: _tr("{who} has {size} of RAM"),
        EventKind.OUT_OF_MEMORY: _tr("{who} is killed: RAM was exceeded by {size}"),
        EventKind.WARM: _tr("the working set of {who} is in the cache of core {core}"),
    }
    assert kind is not None
    return texts[kind].format(
        who=who,
        value=value,
        core=event.core,
        signal=_signal(value) if kind is EventKind.SIGNALLED else "",
        size=format_size(value) if kind in {EventKind.MEMORY, EventKind.OUT_OF_MEMORY} else "",
        policy=trace.policies[value] if kind is EventKind.POLICY else "",
    )


def _resource(trace: Trace, event: LogEvent, who: str) -> str:
    spec = trace.resources[event.value] if event.value >= 0 else None
    what = f"{spec.kind.value} {spec.name}" if spec is not None else _tr("a resource")
    if event.recorded is EventKind.MISUSED:
        return _tr("{who} does to {what} what only its holder may do, and fails").format(who=who, what=what)
    if event.recorded is EventKind.RELEASED:
        return _tr("{who} gives {what} back").format(who=who, what=what)
    if event.other >= 0:
        giver = trace.threads[event.other].label
        return _tr("{who} gets {what} from {giver}").format(who=who, what=what, giver=giver)
    return _tr("{who} gets {what}").format(who=who, what=what)
