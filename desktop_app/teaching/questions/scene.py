"""What a question is about: a trace, the moment it is asked at, and what its options name there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from random import Random
from typing import Final

from desktop_app.analysis.instants import instant_ns, thread_called
from desktop_app.analysis.metrics import Metrics, measure
from desktop_app.analysis.moment import Moments
from desktop_app.analysis.snapshot import Snapshot
from desktop_app.analysis.waits_for import WaitsForIndex
from desktop_app.model.errors import CoreloomError
from desktop_app.model.instant import parse_instant
from desktop_app.model.labels import process_number, thread_label
from desktop_app.model.question import QuestionKind, QuestionSpec
from desktop_app.teaching.questions.question import Place, Question, Run
from desktop_app.teaching.questions.words import listed, time_text
from desktop_app.trace.tables import OPEN
from desktop_app.trace.trace import Trace

#: So many names are listed in a message that says which there are.
_MOST_NAMED: Final = 8


class Scene:
    """A question being worked out.

    Args:
        spec: The question.
        runs: What was run, one or several beside each other.
        at_ns: The moment at which it is asked.
        place: Where it stands.
        seed: Where the order of choices comes from.

    Attributes:
        side: Which of the runs it is about, from 0.
        at_ns: The moment at which it is asked; the end of that run where it is over before.
        rng: The chance that chooses among wrong answers.
    """

    def __init__(self, spec: QuestionSpec, runs: Sequence[Run], at_ns: int, place: Place, seed: int) -> None:
        self.spec, self.runs, self.place = spec, runs, place
        self.side = 0 if spec.kind is QuestionKind.SPEED_UP else self.side_given(default=1) - 1
        self.at_ns = min(at_ns, self.end_ns)
        self.rng = Random(f"{seed} {spec.kind.value} {at_ns}")

    @property
    def trace(self) -> Trace:
        """What happened in the run that it is about."""
        return self.runs[self.side].trace

    @cached_property
    def moments(self) -> Moments:
        """Its pictures."""
        return Moments(self.trace)

    @cached_property
    def waits(self) -> WaitsForIndex:
        """Who waits for whom in it."""
        return WaitsForIndex(self.moments)

    @cached_property
    def now(self) -> Snapshot:
        """The machine at the moment of the question."""
        return self.moments.at(self.at_ns)

    @cached_property
    def metrics(self) -> Metrics:
        """The figures of the whole run."""
        return measure(self.trace)

    @property
    def end_ns(self) -> int:
        """The end of the run."""
        return self.trace.known_until_ns

    def refusal(self, option: str, expected: str, value: object = None) -> CoreloomError:
        """Return the error that says what is wrong with an option: with what stands there, or with ``value``."""
        found = self.spec.options.get(option) if value is None else value
        return self.place.refusal(option, found, expected)

    def question(
        self, text: str, answer: str, choices: tuple[str, ...], explanation: Iterable[str], shown_ns: int
    ) -> Question:
        """Return the question as it is put; the lecturer's own wording comes first."""
        return Question(
            kind=self.spec.kind,
            text=self.spec.text or text,
            choices=choices,
            answer=answer,
            explanation=tuple(explanation),
            at_ns=self.at_ns,
            shown_ns=max(self.at_ns, shown_ns),
        )

    # -- options --------------------------------------------------------------------------------------------

    def text(self, option: str) -> str:
        """Return an option that must be there.

        Raises:
            CoreloomError: When it is not.
        """
        value = str(self.spec.options.get(option, "")).strip()
        if not value:
            raise self.place.refusal(option, None, f"the {option} that {self.spec.kind.value} is about")
        return value

    def moment(self, option: str, default_ns: int) -> int:
        """Return the moment that an option names, in nanoseconds; ``default_ns`` when there is none.

        Raises:
            CoreloomError: When it names none, or one after the end of the run or before the question is asked.
        """
        text = str(self.spec.options.get(option, ""))
        if not text:
            return default_ns
        try:
            found_ns = instant_ns(self.trace, parse_instant(text))
        except ValueError as error:
            raise self.refusal(option, str(error)) from None
        except LookupError as error:
            raise self.refusal(option, f"a moment of this run: {error}") from None
        if not self.at_ns <= found_ns <= self.end_ns:
            span = f"from {time_text(self.at_ns)}, when it is asked, to {time_text(self.end_ns)}, the end of the run"
            raise self.refusal(option, f"a moment {span}")
        return found_ns

    def thread(self, option: str = "thread") -> int:
        """Return the index of the thread that an option names, as ``P1·T2``; ``P1`` where it has one thread only.

        Raises:
            CoreloomError: When there is none of that name in the run.
        """
        found = self.thread_named(self.text(option))
        if found is None:
            raise self.refusal(option, f"a thread of this run: {self._names([t.label for t in self.trace.threads])}")
        return found

    def thread_named(self, name: str) -> int | None:
        """Return the thread of a name; None when there is none."""
        number = process_number(name)
        if number is None:
            label = thread_label(name)
            return None if label is None else thread_called(self.trace, label)
        threads = next((info.threads for info in self.trace.processes if info.number == number), ())
        return threads[0] if len(threads) == 1 else None

    def process(self, name: str, option: str) -> int:
        """Return the index of a process by its label, or by the scenario's name for it where it is the only one.

        Raises:
            CoreloomError: When there is none.
        """
        labels = [info.label for info in self.trace.processes]
        names = [info.name for info in self.trace.processes]
        if name.upper() in labels:
            return labels.index(name.upper())
        if names.count(name) == 1:
            return names.index(name)
        raise self.refusal(option, f"a process of this run: {self._names(labels)}")

    def side_given(self, default: int) -> int:
        """Return the number of the side that the question names, from 1.

        Raises:
            CoreloomError: When there is none of that number.
        """
        side = self.spec.options.get("side", default)
        if not isinstance(side, int) or isinstance(side, bool) or not 1 <= side <= len(self.runs):
            there = "1, as there is one side" if len(self.runs) == 1 else f"a side from 1 to {len(self.runs)}"
            raise self.refusal("side", there, value=side)
        return side

    def core(self) -> int | None:
        """Return the core that the question is about; None where it names none and there are several.

        Raises:
            CoreloomError: When there is none of that number.
        """
        cores, value = self.trace.header.cores, self.spec.options.get("core")
        if value is None:
            return 0 if cores == 1 else None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < cores:
            there = "core 0, the only one" if cores == 1 else f"a core from 0 to {cores - 1}"
            raise self.refusal("core", there)
        return value

    # -- words ----------------------------------------------------------------------------------------------

    def label(self, thread: int) -> str:
        """Return a thread's label."""
        return self.trace.threads[thread].label

    def labels(self, threads: Iterable[int]) -> str:
        """Return the labels of threads as a list in a sentence."""
        return listed([self.label(thread) for thread in threads])

    def ended_ns(self, thread: int) -> int | None:
        """Return when a thread terminated; None when it did not in this run."""
        ended_ns = self.trace.ended[thread]
        return None if ended_ns == OPEN or ended_ns > self.end_ns else ended_ns

    @staticmethod
    def _names(names: Sequence[str]) -> str:
        shown = list(names[:_MOST_NAMED])
        return listed([*shown, f"{len(names) - len(shown)} more"] if len(names) > len(shown) else shown)
