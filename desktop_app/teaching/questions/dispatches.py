"""Who gets a core next, how often cores change hands, and how many threads run at the same moment."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from desktop_app.analysis.ranks import force_at
from desktop_app.analysis.snapshot import DispatchCause, SchedulerView
from desktop_app.analysis.whereabouts import dispatch_of
from desktop_app.model.counting import counted
from desktop_app.model.states import ThreadState
from desktop_app.teaching.questions.choices import named, numbers
from desktop_app.teaching.questions.question import Question
from desktop_app.teaching.questions.scene import Scene
from desktop_app.teaching.questions.words import (
    MOST_TOLD,
    core_words,
    entry_words,
    listed,
    queue_words,
    rule_words,
    time_text,
)
from desktop_app.trace.tables import RunEnd, RunTable
from desktop_app.trace.trace import Trace

#: The answer when a core is given to nobody else up to the end.
NOBODY: Final = "None: no other thread gets it"
_CAUSES: Final = {
    DispatchCause.IDLE: "{core} has nothing to do",
    DispatchCause.EXPIRED: "the slice of {before} is over",
    DispatchCause.PREEMPTED: "{before} has to give way",
    DispatchCause.BLOCKED: "{before} has to wait",
    DispatchCause.TERMINATED: "{before} ends",
}


class Taken(NamedTuple):
    """A core is given to another thread than it had: who, which core, when, and the dispatch's number there."""

    thread: int
    core: int
    at_ns: int
    number: int


def next_taken(trace: Trace, core: int, at_ns: int) -> Taken | None:
    """Return the next time after ``at_ns`` that a core is given to another thread than it has, or to one at all.

    A thread that is picked again in the same moment keeps the core, and so does one whose rate changes.
    """
    runs = trace.runs[core]
    number = bisect_right(runs.dispatched, at_ns)
    has, free_ns = -1, -1
    if number and runs.ended[number - 1] > at_ns:
        has, free_ns = _whose(runs, number - 1), runs.ended[number - 1]
    for later in range(number, bisect_right(runs.dispatched, trace.known_until_ns)):
        thread = _whose(runs, later)
        if thread != has or runs.dispatched[later] != free_ns:
            return Taken(thread, core, runs.dispatched[later], later)
        free_ns = runs.ended[later]
    return None


def next_thread(scene: Scene) -> Question:
    """Ask which thread a core is given to next.

    Raises:
        CoreloomError: When no core is named and two cores are given away at the same moment.
    """
    core = scene.core()
    cores = range(scene.trace.header.cores) if core is None else (core,)
    every = [taken for one in cores if (taken := next_taken(scene.trace, one, scene.at_ns)) is not None]
    first = min(every, key=lambda taken: taken.at_ns, default=None)
    if first is not None and len({taken.thread for taken in every if taken.at_ns == first.at_ns}) > 1:
        raise scene.refusal("core", f"the number of a core: at {time_text(first.at_ns)} several are given to threads")
    answer = NOBODY if first is None else scene.label(first.thread)
    asked = "a core" if core is None else "the core" if scene.trace.header.cores == 1 else f"core {core}"
    return scene.question(
        f"Which thread gets {asked} next?",
        answer,
        named(answer, _others(scene, first), scene.rng),
        _why_next(scene, cores, first),
        scene.end_ns if first is None else first.at_ns,
    )


def _others(scene: Scene, first: Taken | None) -> Iterator[str]:
    """Yield who might be taken for the next one: ready threads, then those that run, wait, or are yet to come."""
    until_ns = scene.end_ns if first is None else first.at_ns
    states = [scene.moments.lives.state(thread, scene.at_ns) for thread in range(len(scene.trace.threads))]
    for wanted in (ThreadState.READY, ThreadState.RUNNING, ThreadState.WAITING, ThreadState.NEW, None):
        for thread, state in enumerate(states):
            if state is wanted and scene.trace.threads[thread].arrival_ns <= until_ns:
                yield scene.label(thread)
    yield NOBODY


def _why_next(scene: Scene, cores: range | tuple[int, ...], first: Taken | None) -> Iterator[str]:
    now = scene.now
    assert now.scheduler is not None  # a picture of a trace has one
    for core in cores[:MOST_TOLD]:
        yield f"At {time_text(scene.at_ns)}: {core_words(now.cores[core])}"
    force = force_at(scene.moments.events, scene.at_ns)
    title = scene.trace.policies[force.number] if scene.trace.policies else scene.trace.header.policy_title
    yield rule_words(title, now.scheduler.key, lowest_first=force.queueing.lowest_first)
    yield " ".join(queue_words(now.scheduler, cores[0] if len(cores) == 1 else None))
    if first is None:
        yield "Up to the end of the run no other thread gets it."
        return
    if scene.label(first.thread) not in _heads(now.scheduler):
        yield from _came_since(scene, first)
    yield _taken_words(scene, first)


def _heads(view: SchedulerView) -> list[str]:
    """Return the first thread of each queue; of a lottery, everybody."""
    if not view.ordered:
        return [entry.thread.label for queue in view.queues for entry in queue.entries]
    return [queue.entries[0].thread.label for queue in view.queues if queue.entries and queue.entries[0].eligible]


def _came_since(scene: Scene, first: Taken) -> Iterator[str]:
    """Yield how a thread came to be the next one that was not when the question was asked."""
    thread, label = first.thread, scene.label(first.thread)
    state = scene.moments.lives.state(thread, scene.at_ns)
    ready_ns = scene.moments.lives.queued_key(thread, first.at_ns)[0]
    if state in {None, ThreadState.NEW}:
        yield f"{label} is ready for the first time at {time_text(ready_ns)}."
    elif state in {ThreadState.WAITING, ThreadState.RUNNING}:
        yield f"At {time_text(scene.at_ns)} {label} is {state.label}; it is ready again at {time_text(ready_ns)}."
    if ready_ns == first.at_ns:
        yield from _stands(scene, first)
    elif first.at_ns - 1 > scene.at_ns:
        view = scene.moments.at(first.at_ns - 1).scheduler
        if view is not None and any(queue.count for queue in view.queues):
            yield f"Right before {time_text(first.at_ns)}: {' '.join(queue_words(view, first.core))}"


def _stands(scene: Scene, first: Taken) -> Iterator[str]:
    """Yield by what a thread goes first that is given a core at the moment at which it is ready."""
    view = scene.moments.at(first.at_ns).scheduler
    entries = view.running if view is not None else ()
    own = next((entry for entry in entries if entry.thread.index == first.thread), None)
    if view is not None and own is not None and entry_words(view.key, own) != own.thread.label:
        yield f"Then it goes before the others: {entry_words(view.key, own)}."


def _taken_words(scene: Scene, taken: Taken) -> str:
    trace, core = scene.trace, f"core {taken.core}"
    runs, label = trace.runs[taken.core], scene.label(taken.thread)
    dispatch = dispatch_of(trace, taken.core, taken.number << runs.cost)
    why = ""
    if dispatch is not None:
        before = "" if dispatch.before is None else dispatch.before.label
        why = f"{_CAUSES[dispatch.cause].format(core=core, before=before)}, and "
    began_ns = runs.began[taken.number]
    after = f", and after the context switch it runs from {time_text(began_ns)} on" if began_ns > taken.at_ns else ""
    return f"At {time_text(taken.at_ns)} {why}{core} is given to {label}{after}."


# -- how often ------------------------------------------------------------------------------------------------


def switches(scene: Scene) -> Question:
    """Ask how many context switches there are after now, up to a moment and that included.

    Raises:
        CoreloomError: When the moment or the core is not there.
    """
    until_ns, core = scene.moment("until", scene.end_ns), scene.spec.options.get("core")
    cores = range(scene.trace.header.cores) if core is None else (scene.core() or 0,)
    lives = scene.moments.lives
    counts = {one: lives.switches(one, until_ns) - lives.switches(one, scene.at_ns) for one in cores}
    answer = sum(counts.values())
    dispatched = sum(_dispatches(scene.trace.runs[one], scene.at_ns, until_ns) for one in cores)
    ended = sum(scene.at_ns < ended_ns <= until_ns for ended_ns in scene.trace.ended)
    # One for each quantum, as if switches took no time; none; both ends counted; one for each further thread.
    quantum_ns, alone = scene.trace.header.quantum_ns, len(cores) == 1
    likely = [until_ns // quantum_ns] if quantum_ns and alone and scene.at_ns <= until_ns // 5 else []
    likely += [0, answer + 1, len(scene.trace.threads) - 1, dispatched]
    others = [answer - 1, ended, answer * 2, lives.switches(0, until_ns)]
    where = "" if core is None else f" on core {core}"
    text = f"How many context switches are there{where} {_after(scene)}{_up_to(scene, until_ns)}?"
    return scene.question(
        text,
        str(answer),
        numbers(answer, likely, scene.rng, others=others),
        _why_switches(scene, counts, until_ns),
        until_ns,
    )


def _why_switches(scene: Scene, counts: dict[int, int], until_ns: int) -> Iterator[str]:
    yield f"A context switch is counted when a core takes on another thread than it had last, {_after(scene)}."
    for core, number in list(counts.items())[:MOST_TOLD]:
        taken = list(_all_taken(scene, core, until_ns))
        told = [f"{scene.label(one.thread)} at {time_text(one.at_ns)}" for one in taken[:MOST_TOLD]]
        more = f" and {len(taken) - len(told)} more" if len(taken) > len(told) else ""
        found = f"Core {core} takes on {', '.join(told)}{more}" if told else f"Core {core} takes on nobody else"
        yield f"{found}: {number:,}."


def _all_taken(scene: Scene, core: int, until_ns: int) -> Iterator[Taken]:
    """Yield each time that a core takes on another thread than it had last, after now and by a moment."""
    runs = scene.trace.runs[core]
    first = bisect_right(runs.dispatched, scene.at_ns)
    last = _whose(runs, first - 1) if first else -1
    for number in range(first, bisect_right(runs.dispatched, until_ns)):
        thread = _whose(runs, number)
        if thread != last:
            yield Taken(thread, core, runs.dispatched[number], number)
        last = thread


def _dispatches(runs: RunTable, after_ns: int, until_ns: int) -> int:
    """Return how often a core was given to a thread, to the same again, too."""
    first, last = bisect_right(runs.dispatched, after_ns), bisect_right(runs.dispatched, until_ns)
    return sum(not _runs_on(runs, number) for number in range(first, last))


def _runs_on(runs: RunTable, number: int) -> bool:
    """Return whether a row is the one before at another rate."""
    if not number or runs.ended[number - 1] != runs.dispatched[number]:
        return False
    return runs.whose[number - 1] & (1 << runs.SHIFT) - 1 == RunEnd.RATE


# -- how many -------------------------------------------------------------------------------------------------


def running_at_once(scene: Scene) -> Question:
    """Ask how many threads run at one moment, at most, from now until a moment.

    Raises:
        CoreloomError: When the moment is not there, or not after the question.
    """
    until_ns = scene.moment("until", scene.end_ns)
    if until_ns <= scene.at_ns:
        raise scene.refusal("until", f"a moment after {time_text(scene.at_ns)}, when it is asked", value=until_ns)
    most, at_ns, threads = most_at_once(scene.trace, scene.at_ns, until_ns)
    living = sum(info.arrival_ns < until_ns for info in scene.trace.threads)
    header = scene.trace.header
    whole = not scene.at_ns and until_ns == scene.end_ns
    when = "in the whole run" if whole else f"{_after(scene)}{_up_to(scene, until_ns)}"
    text = f"How many threads run at the same moment, at most, {when}?"
    return scene.question(
        text,
        str(most),
        numbers(most, [header.cores, living, 1, most + 1], scene.rng, least=min(1, most)),
        _why_at_once(scene, most, at_ns, threads),
        at_ns,
    )


def most_at_once(trace: Trace, begin_ns: int, until_ns: int) -> tuple[int, int, tuple[int, ...]]:
    """Return how many threads run at one moment in [begin, until) at most, when that is first so, and which.

    A context switch is no running.
    """
    changes: list[tuple[int, int, int]] = []
    for runs in trace.runs:
        for number in range(bisect_left(runs.dispatched, until_ns)):
            start, end = max(runs.began[number], begin_ns), min(runs.ended[number], until_ns)
            if start < end:
                changes += [(start, 1, _whose(runs, number)), (end, 0, _whose(runs, number))]
    changes.sort()
    running: list[int] = []
    best: tuple[int, int, tuple[int, ...]] = (0, begin_ns, ())
    for time_ns, begins, thread in changes:
        if begins:
            running.append(thread)
        else:
            running.remove(thread)
        if len(running) > best[0]:
            best = (len(running), time_ns, tuple(sorted(running)))
    return best


def _why_at_once(scene: Scene, most: int, at_ns: int, threads: tuple[int, ...]) -> Iterator[str]:
    header = scene.trace.header
    if most == header.cores:
        bound = "1 core: no two threads can run" if most == 1 else f"{most} cores: no more threads can run"
        yield f"There {'is' if most == 1 else 'are'} {bound} at the same moment."
    elif most == len(scene.trace.threads):
        yield f"There {'is' if most == 1 else 'are'} {counted(most, 'thread')} in all."
    gil = bool(scene.trace.listings) and header.gil == "gil" and header.cores > 1
    if gil:
        others = "; others may run in other processes" if len(scene.trace.processes) > 1 else ""
        yield f"With the GIL one thread of a process executes bytecode at a time{others}."
    if most:
        verb = "runs" if most == 1 else "run"
        yield f"At {time_text(at_ns)} {scene.labels(threads[:MOST_TOLD])} {verb}, and at no moment do more."
    if gil:
        waiting = [view.thread.label for view in scene.moments.at(at_ns).waiting if view.cause.endswith("GIL")]
        if waiting:
            verb = "waits" if len(waiting) == 1 else "wait"
            yield f"At {time_text(at_ns)} {listed(waiting[:MOST_TOLD])} {verb} for it."


def _whose(runs: RunTable, number: int) -> int:
    return runs.whose[number] >> runs.SHIFT


def _after(scene: Scene) -> str:
    return f"after {time_text(scene.at_ns)}"


def _up_to(scene: Scene, until_ns: int) -> str:
    return ", up to the end of the run" if until_ns == scene.end_ns else f" and up to {time_text(until_ns)}"
