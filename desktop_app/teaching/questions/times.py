"""When threads finish, how long they wait and take, and how long the whole run takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from desktop_app.analysis.jobs import job_metrics
from desktop_app.analysis.metrics import ThreadMetrics
from desktop_app.model.durations import NS_PER_MS, NS_PER_US
from desktop_app.model.question import QuestionKind
from desktop_app.model.states import ThreadState
from desktop_app.teaching.questions.choices import named, numbers, steps
from desktop_app.teaching.questions.question import Question
from desktop_app.teaching.questions.scene import Scene
from desktop_app.teaching.questions.words import MOST_TOLD, exact_time, time_text
from desktop_app.trace.trace import Trace

_READ: Final[dict[QuestionKind, Callable[[ThreadMetrics], int | None]]] = {
    QuestionKind.FINISH_TIME: lambda metrics: metrics.finish_ns,
    QuestionKind.WAITING_TIME: lambda metrics: metrics.waiting_ns,
    QuestionKind.TURNAROUND_TIME: lambda metrics: metrics.turnaround_ns,
    QuestionKind.RESPONSE_TIME: lambda metrics: metrics.response_ns,
}
#: Those that may take no time.
_MAY_BE_NONE: Final = frozenset({QuestionKind.WAITING_TIME, QuestionKind.RESPONSE_TIME})
_TEXTS: Final = {
    QuestionKind.FINISH_TIME: "When does {} finish?",
    QuestionKind.WAITING_TIME: "How long is {} in the ready queue in all: what is its waiting time?",
    QuestionKind.TURNAROUND_TIME: "What is the turnaround time of {}, from its arrival to its end?",
    QuestionKind.RESPONSE_TIME: "What is the response time of {}, from its arrival until it first runs?",
}


def time_of_thread(scene: Scene) -> Question:
    """Ask for the finish, waiting, turnaround or response time of a thread.

    Raises:
        CoreloomError: When the thread is not there, or does not finish, or never runs.
    """
    kind, thread = scene.spec.kind, scene.thread()
    own, read = scene.metrics.threads[thread], _READ[kind]
    answer = read(own)
    if answer is None:
        does = "runs" if kind is QuestionKind.RESPONSE_TIME else "ends"
        raise scene.refusal("thread", f"a thread that {does} by the end of the run, at {time_text(scene.end_ns)}")
    plausible = [value for other in _READ.values() if (value := other(own)) is not None]
    plausible += [value for one in scene.metrics.threads[:20] if (value := read(one)) is not None]
    plausible += [own.cpu_ns, own.ready_ns]
    shown_ns = own.first_run_ns if kind is QuestionKind.RESPONSE_TIME else own.finish_ns
    return scene.question(
        _TEXTS[kind].format(scene.label(thread)),
        exact_time(answer),
        times(scene, answer, [value for value in plausible if value or kind in _MAY_BE_NONE]),
        _why_time(scene, own),
        scene.end_ns if shown_ns is None else shown_ns,
    )


def times(scene: Scene, answer_ns: int, plausible: list[int]) -> tuple[str, ...]:
    """Return a time among others."""
    step_ns = steps(answer_ns, unit_ns(answer_ns) if answer_ns else scene.trace.header.quantum_ns or NS_PER_MS)
    return numbers(answer_ns, plausible, step_ns, scene.rng, exact_time)


def unit_ns(time_ns: int) -> int:
    """Return in which steps a time above 0 looks like it was counted: a power of ten nanoseconds, well below it."""
    unit = 1
    while time_ns % (unit * 10) == 0 and unit * 50 <= time_ns:
        unit *= 10
    return unit


def _why_time(scene: Scene, own: ThreadMetrics) -> Iterator[str]:
    kind, label = scene.spec.kind, scene.label(own.thread)
    if kind is QuestionKind.WAITING_TIME:
        yield f"{label} is ready, but has no core: {_stretches(scene, own.thread, ThreadState.READY)}."
        yield f"Together that is {time_text(own.ready_ns)}. Waiting for devices or locks is no part of it."
        return
    yield f"{label} arrives at {time_text(own.arrival_ns)}."
    if own.first_run_ns is not None and kind is QuestionKind.RESPONSE_TIME:
        yield f"It first runs at {time_text(own.first_run_ns)}: {time_text(own.first_run_ns - own.arrival_ns)} later."
        return
    yield f"It has a core {_stretches(scene, own.thread, ThreadState.RUNNING)}."
    if own.ready_ns:
        yield f"It is in the ready queue for {time_text(own.ready_ns)} in all."
    for cause, length_ns in list(own.blocked_ns.items())[:MOST_TOLD]:
        yield f"It waits {time_text(length_ns)} in all for {cause}."
    if own.finish_ns is not None:
        after = f", {time_text(own.finish_ns - own.arrival_ns)} after its arrival" if own.arrival_ns else ""
        yield f"It ends at {time_text(own.finish_ns)}{after}."


def spans_of(scene: Scene, thread: int, state: ThreadState) -> list[tuple[int, int]]:
    """Return from when to when a thread was in a state, those left out that took no time."""
    changes = scene.moments.lives.changes(thread)
    ends = [change.time_ns for change in changes[1:]] + [scene.end_ns]
    found: list[tuple[int, int]] = []
    for change, end_ns in zip(changes, ends, strict=True):
        if change.state is not state or end_ns == change.time_ns:
            continue
        if found and found[-1][1] == change.time_ns:  # it was picked again
            found[-1] = (found[-1][0], end_ns)
        else:
            found.append((change.time_ns, end_ns))
    return found


def _stretches(scene: Scene, thread: int, state: ThreadState) -> str:
    spans = spans_of(scene, thread, state)
    told = [f"from {time_text(begin)} to {time_text(end)}" for begin, end in spans[:MOST_TOLD]]
    if len(spans) > len(told):
        rest = sum(end - begin for begin, end in spans[MOST_TOLD:])
        often = "once" if len(spans) == len(told) + 1 else f"{len(spans) - len(told)} times"
        told.append(f"and {often} more, {time_text(rest)} in all")
    return ", ".join(told) or "never"


def cpu_time(scene: Scene) -> Question:
    """Ask how long a thread has run by a moment, context switches not counted.

    Raises:
        CoreloomError: When the thread or the moment is not there.
    """
    thread, until_ns = scene.thread(), scene.moment("until", scene.end_ns)
    used = scene.moments.times.at(thread, until_ns)
    others = [scene.moments.times.at(one, until_ns).cpu_ns for one in range(min(20, len(scene.trace.threads)))]
    label = scene.label(thread)
    when = "in all" if until_ns == scene.end_ns else f"by {time_text(until_ns)}"
    spans = [(begin, min(end, until_ns)) for begin, end in spans_of(scene, thread, ThreadState.RUNNING)]
    told = [f"from {time_text(begin)} to {time_text(end)}" for begin, end in spans if begin < until_ns]
    more = f" and {len(told) - MOST_TOLD} times more" if len(told) > MOST_TOLD else ""
    explanation = [f"{label} has a core {', '.join(told[:MOST_TOLD]) or 'never'}{more}."]
    cost_ns = sum(end - begin for begin, end in spans if begin < until_ns) - used.cpu_ns
    if cost_ns:
        explanation.append(f"Of that, {time_text(cost_ns)} are context switches, in which it does not run.")
    waits = f" and waits for {time_text(used.blocked_ns)}" if used.blocked_ns else ""
    explanation.append(f"It is in the ready queue for {time_text(used.ready_ns)}{waits}.")
    choices = times(scene, used.cpu_ns, [*others, used.ready_ns, until_ns])
    text = f"How long does {label} run {when}?"
    return scene.question(text, exact_time(used.cpu_ns), choices, explanation, until_ns)


def deadline_misses(scene: Scene) -> Question:
    """Ask how many jobs miss their deadlines by a moment: those of one thread, or of all.

    Raises:
        CoreloomError: When the thread or the moment is not there, or is not periodic.
    """
    until_ns = scene.moment("until", scene.end_ns)
    given = "thread" in scene.spec.options
    wanted = [scene.thread()] if given else range(len(scene.trace.threads))
    jobs = {t: found for t in wanted if (found := job_metrics(scene.trace, t, until_ns)) is not None}
    if not jobs:
        option, expected = ("thread", "a periodic thread") if given else ("ask", "a run with periodic threads")
        raise scene.refusal(option, expected, value=None if given else scene.spec.kind.value)
    answer = sum(found.deadline_misses for found in jobs.values())
    every = sum(found.jobs for found in jobs.values())
    whose = f" of {scene.label(wanted[0])}" if given else ""
    when = "by the end" if until_ns == scene.end_ns else f"by {time_text(until_ns)}"
    explanation = [
        f"{scene.label(thread)}: {found.jobs} released, {found.completed} completed, {found.deadline_misses} late"
        + (f"; the longest took {time_text(found.worst_response_ns)}." if found.worst_response_ns is not None else ".")
        for thread, found in list(jobs.items())[:MOST_TOLD]
    ]
    return scene.question(
        f"How many jobs{whose} miss their deadlines {when}?",
        str(answer),
        numbers(answer, [every, every - answer, 0, answer + 1], 1, scene.rng),
        explanation,
        until_ns,
    )


# -- all threads ----------------------------------------------------------------------------------------------


def makespan_ns(trace: Trace) -> int | None:
    """Return when the last thread of a run ended, from its start; None when one did not."""
    ended = [trace.ended[thread] for thread in range(len(trace.threads))]
    last = max(ended, default=0)
    return last if last <= trace.known_until_ns else None


def makespan(scene: Scene) -> Question:
    """Ask how long the whole run takes.

    Raises:
        CoreloomError: When threads are left at its end.
    """
    answer = makespan_ns(scene.trace)
    if answer is None:
        raise scene.refusal("ask", "a run in which all threads end, for makespan", value=scene.spec.kind.value)
    ended = [scene.trace.ended[thread] for thread in range(len(scene.trace.threads))]
    cpu_ns = sum(one.cpu_ns for one in scene.metrics.threads)
    last = [thread for thread, end_ns in enumerate(ended) if end_ns == answer]
    cores = scene.trace.header.cores
    verb = "is" if len(last) == 1 else "are"
    explanation = [
        f"{scene.labels(last[:MOST_TOLD])} {verb} the last to end, at {time_text(answer)}.",
        f"All threads together run for {time_text(cpu_ns)}"
        + (f"; shared evenly by {cores} cores, that is {time_text(cpu_ns / cores)} each." if cores > 1 else "."),
    ]
    plausible = [*ended, cpu_ns, cpu_ns // cores // NS_PER_US * NS_PER_US]
    text = "How long does the whole run take, until the last thread ends (its makespan)?"
    choices = times(scene, answer, plausible)
    return scene.question(text, exact_time(answer), choices, explanation, answer)


def first_to_finish(scene: Scene) -> Question:
    """Ask which thread ends first of those that have not yet.

    Raises:
        CoreloomError: When none ends, or two end at the same moment.
    """
    ended = {
        thread: end_ns
        for thread in range(len(scene.trace.threads))
        if (end_ns := scene.ended_ns(thread)) is not None and end_ns > scene.at_ns
    }
    first_ns = min(ended.values(), default=None)
    if first_ns is None:
        raise scene.refusal(
            "ask", f"a run in which a thread ends after {time_text(scene.at_ns)}", value=scene.spec.kind.value
        )
    first = [thread for thread, end_ns in ended.items() if end_ns == first_ns]
    if len(first) > 1:
        problem = f"a run in which one thread is the first: {scene.labels(first)} all end at {time_text(first_ns)}"
        raise scene.refusal("ask", problem, value=scene.spec.kind.value)
    left = sorted(
        set(range(len(scene.trace.threads)))
        - {t for t in range(len(scene.trace.threads)) if (scene.ended_ns(t) or scene.end_ns + 1) <= scene.at_ns}
    )
    order = sorted(left, key=lambda thread: ended.get(thread, scene.end_ns + 1))
    told = [
        f"{scene.label(thread)} ends at {time_text(ended[thread])}" for thread in order[:MOST_TOLD] if thread in ended
    ]
    return scene.question(
        "Which thread ends first?" if not scene.at_ns else "Which thread is the next to end?",
        scene.label(first[0]),
        named(scene.label(first[0]), map(scene.label, order), scene.rng),
        [f"{', '.join(told)}.", _least(scene, first[0])],
        first_ns,
    )


def _least(scene: Scene, thread: int) -> str:
    own = scene.metrics.threads[thread]
    return (
        f"{scene.label(thread)} arrived at {time_text(own.arrival_ns)}, needed {time_text(own.cpu_ns)} of CPU time and"
        f" was in the ready queue for {time_text(own.ready_ns)}."
    )
