"""When threads finish, how long they wait and take, and how long the whole run takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from desktop_app.analysis.criteria import makespan_ns
from desktop_app.analysis.jobs import JobMetrics, job_metrics
from desktop_app.analysis.metrics import ThreadMetrics
from desktop_app.model.counting import counted
from desktop_app.model.durations import NS_PER_MS
from desktop_app.model.question import QuestionKind
from desktop_app.model.states import ThreadState
from desktop_app.teaching.questions.choices import apart, named, numbers
from desktop_app.teaching.questions.dispatches import most_at_once
from desktop_app.teaching.questions.expected import (
    READ,
    cpu_times_expected,
    makespans_expected,
    times_expected,
    times_of_others,
    work,
)
from desktop_app.teaching.questions.question import Question
from desktop_app.teaching.questions.scene import Scene
from desktop_app.teaching.questions.words import MOST_TOLD, listed, time_text, times_beside

#: So many stretches of time of one thread are told: more do not fit on a card.
_STRETCHES: Final = 4
#: Times that differ by one part in so many or less are alike.
_APART: Final = 20
#: What is less than this part of the answer, or more than so many times that, nobody answers.
_FAR: Final = 1_000
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
    own = scene.metrics.threads[thread]
    answer = READ[kind](own)
    if answer is None:
        does = "runs" if kind is QuestionKind.RESPONSE_TIME else "ends"
        raise scene.refusal("thread", f"a thread that {does} by the end of the run, at {time_text(scene.end_ns)}")
    shown_ns = own.first_run_ns if kind is QuestionKind.RESPONSE_TIME else own.finish_ns
    return scene.question(
        _TEXTS[kind].format(scene.label(thread)),
        time_text(answer),
        times(scene, answer, times_expected(scene, own), times_of_others(scene, own), least=_least_ns(kind, own)),
        _why_time(scene, own),
        scene.end_ns if shown_ns is None else shown_ns,
    )


def _least_ns(kind: QuestionKind, own: ThreadMetrics) -> int:
    """Return the shortest time that somebody may answer: nothing finishes before it is there."""
    if kind in _MAY_BE_NONE:
        return 0
    return own.arrival_ns + 1 if kind is QuestionKind.FINISH_TIME else 1


def times(
    scene: Scene, answer_ns: int, likely: Iterable[int], others: Iterable[int] = (), *, least: int = 0
) -> tuple[str, ...]:
    """Return a time among others, all in one unit; those that people take for it, the likeliest first."""
    step_ns = 0 if answer_ns else scene.trace.header.quantum_ns or NS_PER_MS
    near = range(answer_ns // _FAR, answer_ns * _FAR + 1) if answer_ns else range(2**63)
    known = [[one for one in found if one in near or not one] for found in (likely, others)]
    text = times_beside(answer_ns)
    return numbers(answer_ns, known[0], scene.rng, text, least, others=known[1], step=step_ns, parts=_APART)


def _why_time(scene: Scene, own: ThreadMetrics) -> Iterator[str]:
    kind, label = scene.spec.kind, scene.label(own.thread)
    if kind is QuestionKind.WAITING_TIME:
        yield f"{label} is ready, but has no core: {_stretches(scene, own.thread, ThreadState.READY)}."
        yield f"Together that is {time_text(own.ready_ns)}. Waiting for devices or locks is no part of it."
        return
    yield f"{label} arrives at {time_text(own.arrival_ns)}."
    if own.first_run_ns is not None and kind is QuestionKind.RESPONSE_TIME:
        later_ns = own.first_run_ns - own.arrival_ns
        later = f"{time_text(later_ns)} later" if later_ns else "at once"
        yield f"It first runs at {time_text(own.first_run_ns)}: {later}."
        return
    yield f"It has a core {_stretches(scene, own.thread, ThreadState.RUNNING)}."
    if own.ready_ns:
        yield f"It is in the ready queue for {time_text(own.ready_ns)} in all."
    for cause, length_ns in list(own.blocked_ns.items())[:MOST_TOLD]:
        yield f"It waits {time_text(length_ns)} in all for {cause}."
    done_ns = work(scene.trace).by_thread[own.thread]
    if apart(done_ns, own.cpu_ns):
        yield f"At the nominal rate its work takes {time_text(done_ns)}."
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
    told = [f"from {time_text(begin)} to {time_text(end)}" for begin, end in spans[:_STRETCHES]]
    if len(spans) > len(told):
        rest = sum(end - begin for begin, end in spans[_STRETCHES:])
        often = "once" if len(spans) == len(told) + 1 else f"{len(spans) - len(told)} times"
        told.append(f"and {often} more, {time_text(rest)} in all")
    return ", ".join(told).replace(", and ", " and ") or "never"


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
    every = spans_of(scene, thread, ThreadState.RUNNING)
    spans = [(begin, min(end, until_ns)) for begin, end in every if begin < until_ns]
    told = [f"from {time_text(begin)} to {time_text(end)}" for begin, end in spans]
    more = f" and {counted(len(told) - _STRETCHES, 'time')} more" if len(told) > _STRETCHES else ""
    explanation = [f"{label} has a core {', '.join(told[:_STRETCHES]) or 'never'}{more}."]
    cost_ns = sum(end - begin for begin, end in spans) - used.cpu_ns
    if cost_ns:
        explanation.append(f"Of that, {time_text(cost_ns)} are context switches, in which it does not run.")
    waits = f" and waits for {time_text(used.blocked_ns)}" if used.blocked_ns else ""
    explanation.append(f"It is in the ready queue for {time_text(used.ready_ns)}{waits}.")
    choices = times(scene, used.cpu_ns, cpu_times_expected(scene, thread, until_ns), others)
    text = f"How long does {label} run {when}?"
    return scene.question(text, time_text(used.cpu_ns), choices, explanation, until_ns)


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
    explanation = [_late(scene, thread, found) for thread, found in list(jobs.items())[:MOST_TOLD]]
    return scene.question(
        f"How many jobs{whose} miss their deadlines {when}?",
        str(answer),
        numbers(answer, [0, every, answer + 1, answer - 1], scene.rng),
        explanation,
        until_ns,
    )


def _late(scene: Scene, thread: int, found: JobMetrics) -> str:
    label, periodic = scene.label(thread), scene.trace.processes[scene.trace.threads[thread].process].periodic
    due = "" if periodic is None else f"; due after {time_text(periodic.deadline_ns)}"
    longest = "" if found.worst_response_ns is None else f", the longest took {time_text(found.worst_response_ns)}"
    late = "none" if not found.deadline_misses else f"{found.deadline_misses:,}"
    return f"{label}: {late} of {counted(found.jobs, 'job')} late{due}{longest}."


# -- all threads ----------------------------------------------------------------------------------------------


def makespan(scene: Scene) -> Question:
    """Ask how long the whole run takes.

    Raises:
        CoreloomError: When threads are left at its end.
    """
    answer = makespan_ns(scene.trace)
    if answer is None:
        raise scene.refusal("ask", "a run in which all threads end, for makespan", value=scene.spec.kind.value)
    ended = [scene.trace.ended[thread] for thread in range(len(scene.trace.threads))]
    last = [thread for thread, end_ns in enumerate(ended) if end_ns == answer]
    text = "How long does the whole run take, until the last thread ends (its makespan)?"
    choices = times(scene, answer, makespans_expected(scene), ended, least=1)
    return scene.question(text, time_text(answer), choices, _why_makespan(scene, last, answer), answer)


def _why_makespan(scene: Scene, last: list[int], answer_ns: int) -> Iterator[str]:
    done, cores = work(scene.trace), scene.trace.header.cores
    told = [scene.label(thread) for thread in last[:3]]
    told += [f"{len(last) - len(told)} more"] if len(last) > len(told) else []
    yield f"{listed(told)} {'is' if len(last) == 1 else 'are'} the last to end, at {time_text(answer_ns)}."
    if cores > 1 and answer_ns:
        most, _, _ = most_at_once(scene.trace, 0, answer_ns)
        bound = f", and never more than {most}" if most < cores else ""
        busy = f": {done.cpu_ns / answer_ns:.1f} of {cores} cores are busy on average{bound}"
    else:
        busy = ""
    yield f"All threads together run for {time_text(done.cpu_ns)}{busy}."
    if apart(done.whole_ns, done.cpu_ns):
        yield f"At the nominal rate their work takes {time_text(done.whole_ns)}."


def first_to_finish(scene: Scene) -> Question:
    """Ask which thread ends first of those that have not yet.

    Raises:
        CoreloomError: When none ends, or two end at the same moment.
    """
    ends = {thread: scene.ended_ns(thread) for thread in range(len(scene.trace.threads))}
    left = [thread for thread, end_ns in ends.items() if end_ns is None or end_ns > scene.at_ns]
    ended = {thread: end_ns for thread in left if (end_ns := ends[thread]) is not None}
    first_ns = min(ended.values(), default=None)
    if first_ns is None:
        raise scene.refusal(
            "ask", f"a run in which a thread ends after {time_text(scene.at_ns)}", value=scene.spec.kind.value
        )
    first = [thread for thread, end_ns in ended.items() if end_ns == first_ns]
    if len(first) > 1:
        problem = f"a run in which one thread is the first: {scene.labels(first)} all end at {time_text(first_ns)}"
        raise scene.refusal("ask", problem, value=scene.spec.kind.value)
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
