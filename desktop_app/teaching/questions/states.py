"""In which state a thread is and what it waits for, who holds a lock, and whether there is a deadlock."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from desktop_app.analysis.waits_for import NodeKind, WaitsFor
from desktop_app.model.states import ThreadState
from desktop_app.teaching.questions.choices import named
from desktop_app.teaching.questions.question import Question
from desktop_app.teaching.questions.scene import Scene
from desktop_app.teaching.questions.words import MOST_TOLD, listed, time_text

#: Who holds a lock that nobody holds.
FREE: Final = "Nobody: it is free"
YES: Final = "Yes"
NO: Final = "No"
#: What else people say that a thread waits for.
_NOT_WAITING: Final = ("a core: it is ready", "the next quantum", "the end of the context switch")
#: What has a holder.
_LOCKS: Final = ("mutex ", "rw-lock ", "lock ")
#: So many changes of a state are told, the last ones.
_CHANGES: Final = 4
#: A thread waits for its own start before anybody can see it: no choice that tells anything.
_START: Final = "start of "
_STATES: Final = tuple(state.label for state in ThreadState)


def state(scene: Scene) -> Question:
    """Ask in which state a thread is.

    Raises:
        CoreloomError: When the thread or the moment is not there, or the thread does not exist yet at the moment.
    """
    thread, when_ns = scene.thread(), scene.moment("when", scene.at_ns)
    found = scene.moments.lives.state(thread, when_ns)
    label = scene.label(thread)
    if found is None:
        arrival = time_text(scene.trace.threads[thread].arrival_ns)
        raise scene.refusal("when", f"a moment at which {label} exists: it does from {arrival} on", value=when_ns)
    verb = "is" if when_ns == scene.at_ns else "will be"
    return scene.question(
        f"In which state {verb} {label} at {time_text(when_ns)}?".replace(f"will be {label}", f"will {label} be"),
        found.label,
        _STATES,
        _why_state(scene, thread, when_ns, found),
        when_ns,
    )


def _why_state(scene: Scene, thread: int, when_ns: int, found: ThreadState) -> Iterator[str]:
    label, told = scene.label(thread), list[str]()
    changes = [change for change in scene.moments.lives.changes(thread) if change.time_ns <= when_ns]
    for change, following in zip(changes, [*changes[1:], None], strict=True):
        if following is None or following.time_ns > change.time_ns:
            told.append(f"{change.state.label} from {time_text(change.time_ns)} on")
    shown = told[-_CHANGES:]
    earlier = "… " if len(told) > len(shown) else ""
    yield f"{label}: {earlier}{', '.join(shown)}."
    if found is ThreadState.WAITING:
        waits = next((wait for wait in scene.waits.at(when_ns).waits if wait.thread == thread), None)
        if waits is not None:
            yield f"At {time_text(when_ns)} it waits for {waits.what}."
    if found is ThreadState.READY:
        busy = [core.thread.label for core in scene.moments.at(when_ns).cores if core.thread is not None]
        if busy:
            yield f"At {time_text(when_ns)} the cores have {listed(busy[:MOST_TOLD])}."


# -- waits ----------------------------------------------------------------------------------------------------


def why_waiting(scene: Scene) -> Question:
    """Ask what a thread waits for.

    Raises:
        CoreloomError: When the thread or the moment is not there, or it does not wait at the moment.
    """
    thread, when_ns = scene.thread(), scene.moment("when", scene.at_ns)
    label, graph = scene.label(thread), scene.waits.at(when_ns)
    wait = next((wait for wait in graph.waits if wait.thread == thread), None)
    if wait is None:
        found = scene.moments.lives.state(thread, when_ns)
        does = "does not exist yet" if found is None else f"is {found.label}"
        raise scene.refusal("thread", f"a thread that waits at {time_text(when_ns)}: {label} {does} then")
    known_ns = scene.trace.waits[thread].until[scene.trace.waits[thread].at(when_ns)]
    explanation = [f"{label} has waited for {wait.what} since {time_text(wait.since_ns)}."]
    if wait.held_by:
        verb = "holds" if len(wait.held_by) == 1 else "hold"
        locked = wait.what.startswith(_LOCKS)
        explanation.append(
            f"{scene.labels(wait.held_by)} {verb} it." if locked else f"That is up to {scene.labels(wait.held_by)}."
        )
    if known_ns <= scene.end_ns:
        explanation.append(f"The wait is over at {time_text(known_ns)}.")
    else:
        explanation.append("Up to the end of the run that does not come.")
    return scene.question(
        f"What does {label} wait for at {time_text(when_ns)}?",
        wait.what,
        named(wait.what, _other_reasons(scene, thread, graph), scene.rng, most=5),
        explanation,
        when_ns,
    )


def _other_reasons(scene: Scene, thread: int, graph: WaitsFor) -> Iterator[str]:
    """Yield what else people say that a thread waits for, the likeliest first."""
    process = scene.trace.processes[scene.trace.threads[thread].process]
    if process.listing >= 0 and len(process.threads) > 1:
        yield f"{process.label}'s GIL"
    yield from (node.label for node in scene.waits.resources() if node.kind is NodeKind.LOCK)
    yield _NOT_WAITING[0]
    yield from (other.what for other in graph.waits if not other.what.startswith(_START))
    yield from (cause.text for cause in scene.trace.causes if not cause.text.startswith(_START))
    yield from _NOT_WAITING[1:]


def holder(scene: Scene) -> Question:
    """Ask which thread holds a lock.

    Raises:
        CoreloomError: When the lock or the moment is not there.
    """
    name, when_ns = scene.text("lock"), scene.moment("when", scene.at_ns)
    lock, holders, since_ns = _lock_at(scene, name, when_ns)
    answer = scene.labels(sorted(holders)) if holders else FREE
    graph = scene.waits.at(when_ns)
    wanting = [wait.thread for wait in graph.waits if wait.what == lock]
    others = [*wanting, *range(len(scene.trace.threads))]
    there = [scene.label(one) for one in others if _exists(scene, one, when_ns) and one not in holders]
    explanation = []
    since = "" if since_ns is None else f", since {time_text(since_ns)}"
    if holders:
        explanation.append(
            f"{answer} {'holds' if len(holders) == 1 else 'hold'} {lock} at {time_text(when_ns)}{since}."
        )
    else:
        explanation.append(f"At {time_text(when_ns)} nobody holds {lock}{since}.")
    if wanting:
        explanation.append(f"{scene.labels(wanting)} {'waits' if len(wanting) == 1 else 'wait'} for it.")
    return scene.question(
        f"Which thread holds {lock} at {time_text(when_ns)}?",
        answer,
        named(answer, [*there[:4], FREE], scene.rng),
        explanation,
        when_ns,
    )


def _lock_at(scene: Scene, name: str, when_ns: int) -> tuple[str, list[int], int | None]:
    """Return what a lock of the scenario, or a variable of a program, is called in waits, and who holds it.

    The last value says since when, where one thread holds a lock of the scenario; otherwise it is None.
    """
    for number, spec in enumerate(scene.trace.resources):
        if name in {spec.name, f"{spec.kind.value} {spec.name}"}:
            held = scene.waits.held(when_ns).get(number, [])
            holders = list(dict.fromkeys(thread for thread, _ in held))
            return f"{spec.kind.value} {spec.name}", holders, held[0][1] if len(held) == 1 else None
    locks = scene.waits.locks
    for lock in locks.all().values():
        if locks.name(lock, scene.end_ns) == name:
            found = locks.holder(lock, when_ns)
            return f"lock {name}", [] if found is None else [found], None
    known = [node.label.split(maxsplit=1)[-1] for node in scene.waits.resources() if node.kind is NodeKind.LOCK]
    raise scene.refusal(
        "lock",
        f"a lock of this run: {listed(known[:MOST_TOLD])}" if known else "no such question: this run has no locks",
    )


def _exists(scene: Scene, thread: int, t_ns: int) -> bool:
    return scene.moments.lives.state(thread, t_ns) not in {None, ThreadState.TERMINATED}


# -- deadlock -------------------------------------------------------------------------------------------------


def deadlock(scene: Scene) -> Question:
    """Ask whether threads come to wait for each other in a circle by the end of the run."""
    end_ns = scene.end_ns
    graph = scene.waits.at(end_ns)
    answer = YES if graph.cycle else NO
    return scene.question("Will there be a deadlock?", answer, (YES, NO), _why_deadlock(scene, graph), end_ns)


def _up_to_whom(what: str, label: str) -> str:
    return f"which {label} holds" if what.startswith(_LOCKS) else f"and that is up to {label}"


def _why_deadlock(scene: Scene, graph: WaitsFor) -> Iterator[str]:
    cycle = graph.cycle
    waits = {wait.thread: wait for wait in graph.waits}
    for thread in cycle[:MOST_TOLD]:
        wait, following = waits.get(thread), cycle[(cycle.index(thread) + 1) % len(cycle)]
        if wait is not None:
            yield (
                f"{scene.label(thread)} has waited since {time_text(wait.since_ns)} for {wait.what}, "
                f"{_up_to_whom(wait.what, scene.label(following))}."
            )
    if cycle:
        yield "They wait for each other in a circle, so none of them ever goes on."
    elif graph.stuck:
        verb = "waits" if len(graph.stuck) == 1 else "wait"
        left = scene.labels(graph.stuck[:MOST_TOLD])
        yield f"No threads wait for each other in a circle. {left} still {verb} at the end."
    else:
        count = len(scene.trace.threads)
        over = all(scene.ended_ns(thread) is not None for thread in range(count))
        every = {1: "The only thread ends", 2: "Both threads end"}.get(count, f"All {count} threads end")
        told = every if over else "No circle of waits is left"
        yield f"{told} by {time_text(scene.end_ns)}: none of them waits for another for ever."
