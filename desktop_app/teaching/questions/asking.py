"""From what a lesson asks to the question with its answer: worked out from the trace, whatever is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from desktop_app.model.question import OPTIONS, QuestionKind, QuestionSpec
from desktop_app.teaching.questions.dispatches import next_thread, running_at_once, switches
from desktop_app.teaching.questions.memory import memory
from desktop_app.teaching.questions.question import Place, Question, Run
from desktop_app.teaching.questions.scene import Scene
from desktop_app.teaching.questions.sides import best_side, fastest_side, speed_up
from desktop_app.teaching.questions.states import deadlock, holder, state, why_waiting
from desktop_app.teaching.questions.times import cpu_time, deadline_misses, first_to_finish, makespan, time_of_thread
from desktop_app.teaching.questions.values import output, value
from desktop_app.teaching.questions.words import listed, time_text

_ASKED: Final[dict[QuestionKind, Callable[[Scene], Question]]] = {
    QuestionKind.NEXT_THREAD: next_thread,
    QuestionKind.VALUE: value,
    QuestionKind.SWITCHES: switches,
    QuestionKind.STATE: state,
    QuestionKind.WHY_WAITING: why_waiting,
    QuestionKind.HOLDER: holder,
    QuestionKind.FIRST_TO_FINISH: first_to_finish,
    QuestionKind.FINISH_TIME: time_of_thread,
    QuestionKind.WAITING_TIME: time_of_thread,
    QuestionKind.TURNAROUND_TIME: time_of_thread,
    QuestionKind.RESPONSE_TIME: time_of_thread,
    QuestionKind.MAKESPAN: makespan,
    QuestionKind.DEADLOCK: deadlock,
    QuestionKind.RUNNING_AT_ONCE: running_at_once,
    QuestionKind.FASTEST_SIDE: fastest_side,
    QuestionKind.SPEED_UP: speed_up,
    QuestionKind.MEMORY: memory,
    QuestionKind.OUTPUT: output,
    QuestionKind.CPU_TIME: cpu_time,
    QuestionKind.DEADLINE_MISSES: deadline_misses,
    QuestionKind.BEST_SIDE: best_side,
}
_NOWHERE: Final = Place()


def ask(spec: QuestionSpec, runs: Sequence[Run], at_ns: int, *, place: Place = _NOWHERE, seed: int = 0) -> Question:
    """Work a question out.

    The same arguments give the same question. A question about threads, cores or memory is about the first run, or the
    one that its option ``side`` names.

    Args:
        spec: What is asked.
        runs: What was run, one or several beside each other, each to its end and with nothing forgotten.
        at_ns: The moment at which it is asked.
        place: Where it stands, for messages.
        seed: Where the wrong choices and the order of choices come from.

    Raises:
        CoreloomError: When an option is unknown or does not fit the run, when the moment is beyond its end, or when
            the question has several right answers there.
    """
    known = OPTIONS[spec.kind]
    for option, found in spec.options.items():
        if option not in known:
            takes = listed(list(known)) or "none"
            raise place.refusal(option, found, f"an option that {spec.kind.value} has: {takes}")
    end_ns = max(run.trace.known_until_ns for run in runs)
    if not 0 <= at_ns <= end_ns:
        expected = f"to be asked by the end of the run, at {time_text(end_ns)}, and not at {time_text(at_ns)}"
        raise place.refusal("", None, expected)
    for run in runs:
        if run.trace.begin_ns:
            raise place.refusal("", None, "a run short enough to be remembered as a whole")
    scene = Scene(spec, runs, at_ns, place, seed)
    return _ASKED[spec.kind](scene)
