"""An endless stream of exercises; the same seed gives the same ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Final

from desktop_app.analysis.moment import Moments
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import RunLimits
from desktop_app.model.errors import CoreloomError
from desktop_app.model.question import QuestionKind, QuestionSpec
from desktop_app.model.scenario import Scenario
from desktop_app.teaching.practice.choosing import Chosen, choose
from desktop_app.teaching.practice.situation import LEVELS, Situation, Wanted
from desktop_app.teaching.practice.topics import Topic
from desktop_app.teaching.questions.asking import ask
from desktop_app.teaching.questions.question import Question, Run

#: An exercise is small; one that would take more is thrown away.
EXERCISE_LIMITS: Final = RunLimits(instructions=5_000, events=20_000, trace_bytes=8 * 2**20, forget=False)
#: Without a score, exercises become harder after so many of them.
PER_LEVEL: Final = 3
#: So many situations are looked at for one exercise; some have nothing in them to ask for.
_ATTEMPTS: Final = 200
#: In the first of them, another kind of question than the last one is wanted.
_FRESH: Final = 20
#: Questions with yes and no, or two modes, are asked for what they are; others need something to choose from.
_LEAST_CHOICES: Final = 3
_YES_OR_NO: Final = frozenset({QuestionKind.DEADLOCK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise.

    Attributes:
        topic: The topic's name.
        number: Which one of the stream, from 1.
        level: How hard, from 1.
        scenario: What is run.
        spec: What is asked, as a lesson would write it.
        question: The question with its answer.
    """

    topic: str
    number: int
    level: int
    scenario: Scenario
    spec: QuestionSpec
    question: Question


class Stream:
    """The exercises of a topic, one after the other.

    What comes depends on topic, seed and the levels asked for so far only.

    Args:
        topic: What is practised.
        seed: Any whole number.
    """

    def __init__(self, topic: Topic, seed: int) -> None:
        self._topic, self._seed = topic, seed
        self._number = 0
        self._last: Exercise | None = None

    def next(self, level: int | None = None) -> Exercise:
        """Return the next exercise.

        Args:
            level: How hard it shall be, from 1 to `situation.LEVELS`; None for one that rises with the number.
        """
        self._number += 1
        if level is None:
            level = min(LEVELS, 1 + (self._number - 1) // PER_LEVEL)
        for attempt in range(_ATTEMPTS):
            rng = Random(f"{self._topic.name} {self._seed} {self._number} {level} {attempt}")
            found = self._attempt(rng, level, fresh=attempt < _FRESH)
            if found is not None:
                self._last = found
                return found
        raise AssertionError(f"{self._topic.name} makes nothing to ask for at level {level}")  # a topic is broken

    def _attempt(self, rng: Random, level: int, *, fresh: bool) -> Exercise | None:
        """Return an exercise about a new situation; None where nothing in it is worth asking for."""
        situation, last = self._topic.make(rng, level), self._last
        others = [one for one in situation.wanted if last is None or one.kind is not last.question.kind]
        wanted = others if fresh and others else list(situation.wanted)
        rng.shuffle(wanted)
        try:
            trace = simulate(situation.scenario, EXERCISE_LIMITS).run()
        except CoreloomError:
            return None
        moments = Moments(trace)
        for one in wanted if not trace.truncated else ():
            asked = _asked(situation, one, moments, rng)
            if asked is None:
                continue
            found = Exercise(
                topic=self._topic.name,
                number=self._number,
                level=level,
                scenario=situation.scenario,
                spec=asked[0].spec,
                question=asked[1],
            )
            if last is None or not _alike(found, last):
                return found
        return None


def _asked(situation: Situation, wanted: Wanted, moments: Moments, rng: Random) -> tuple[Chosen, Question] | None:
    """Return a question about a run; None where it would be trivial, or several answers would be right."""
    try:
        chosen = choose(wanted, moments, rng)
        if chosen is None:
            return None
        question = ask(chosen.spec, [Run(trace=moments.trace)], chosen.at_ns, seed=rng.getrandbits(32))
        worth = _worth_asking(question) and not _depends_on_order(situation, chosen, question.answer)
    except CoreloomError:
        return None
    return (chosen, question) if worth else None


def _worth_asking(question: Question) -> bool:
    if question.kind in _YES_OR_NO:
        return True
    least = 2 if question.kind in {QuestionKind.HOLDER, QuestionKind.VALUE} else _LEAST_CHOICES
    trivial = question.kind is QuestionKind.WAITING_TIME and question.answer == "0 ms"
    return len(question.choices) >= least and not trivial


def _alike(one: Exercise, other: Exercise) -> bool:
    """Return whether two exercises would seem the same to who has to answer them."""
    same_words = one.question.text == other.question.text
    same_answer = one.question.answer == other.question.answer
    return replace(one.scenario, title="") == replace(other.scenario, title="") or (same_words and same_answer)


def _depends_on_order(situation: Situation, chosen: Chosen, answer: str) -> bool:
    """Return whether the answer is another one where the same processes are listed in the other order.

    Then it hangs on how ties are broken, which no textbook settles.
    """
    specs = situation.scenario.processes
    if situation.by_order or len(specs) == 1:
        return False
    turned = replace(situation.scenario, processes=tuple(reversed(specs)))
    labels = {f"P{number}": f"P{len(specs) + 1 - number}" for number in range(1, len(specs) + 1)}
    options = {name: _renamed(value, labels) for name, value in chosen.spec.options.items()}
    run = Run(trace=simulate(turned, EXERCISE_LIMITS).run())
    other = ask(replace(chosen.spec, options=options), [run], chosen.at_ns)
    return _renamed(other.answer, labels) != answer


def _renamed(value: str | int, labels: dict[str, str]) -> str | int:
    if not isinstance(value, str):
        return value
    label, dot, thread = value.partition("·")
    return f"{labels[label]}{dot}{thread}" if label in labels else value
