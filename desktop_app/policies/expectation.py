"""How long a CPU burst will last: exactly, where the scenario says it, or by the average of the earlier ones."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.model.durations import NS_PER_MS
from desktop_app.model.machine import MAX_QUANTUM_NS, MIN_QUANTUM_NS
from desktop_app.policies.given import whole
from desktop_app.policies.protocol import NEVER, OptionKind, Options, PolicyOption, Schedulable, StopReason
from desktop_app.policies.records import Records

_INITIAL_NS = 10 * NS_PER_MS
_PARTS = 1_000_000

EXPECTATION_OPTIONS = (
    PolicyOption(
        name="estimate",
        kind=OptionKind.CHOICE,
        default="exact",
        choices=("exact", "average"),
        meaning="Whether a burst's length is known, or guessed from the earlier ones; a program's is always guessed.",
    ),
    PolicyOption(
        name="alpha",
        kind=OptionKind.NUMBER,
        default="0.5",
        maximum=1,
        meaning="How much the last burst counts in the guess: next = alpha * last + (1 - alpha) * guess.",
    ),
    PolicyOption(
        name="initial",
        kind=OptionKind.DURATION,
        default="10ms",
        minimum=MIN_QUANTUM_NS,
        maximum=MAX_QUANTUM_NS,
        meaning="The guess for a thread's first burst.",
    ),
)


@dataclass(slots=True)
class _Guess:
    """The guess for a thread's current burst, and what the burst has had; both in nanoseconds."""

    burst_ns: int
    had_ns: int = 0


class Expectation:
    """What is left of threads' current CPU bursts, as far as one can know.

    Source: Silberschatz, Galvin, Gagne, chapter on CPU scheduling: with the n-th burst t and the guess tau for it,
    the next guess is alpha * t + (1 - alpha) * tau. Rounded down to whole nanoseconds; alpha counts in millionths.
    A free choice: a burst that has lasted longer than its guess is expected to end at once.
    """

    def __init__(self, *, exact: bool = True, alpha: float = 0.5, initial_ns: int = _INITIAL_NS) -> None:
        self._exact = exact
        self._alpha_ppm = round(alpha * _PARTS)
        self._initial_ns = initial_ns
        self._guesses: Records[_Guess] = Records()

    def left_ns(self, thread: Schedulable) -> int:
        """Return what is left of a thread's burst, as of when it last stopped; 0 or more."""
        if self._knows(thread):
            return thread.left_ns
        guess = self._guesses.recall(thread.index)
        return self._initial_ns if guess is None else max(0, guess.burst_ns - guess.had_ns)

    def stopped(self, thread: Schedulable, ran_ns: int, reason: StopReason) -> None:
        """Take note that a thread stopped after ``ran_ns``."""
        if reason is StopReason.TERMINATED:
            self._guesses.pop(thread.index, None)
        elif not self._knows(thread):
            guess = self._guesses.setdefault(thread.index, _Guess(self._initial_ns))
            guess.had_ns += ran_ns
            if reason is StopReason.BLOCKED:
                weighted = self._alpha_ppm * guess.had_ns + (_PARTS - self._alpha_ppm) * guess.burst_ns
                guess.burst_ns, guess.had_ns = weighted // _PARTS, 0

    def removed(self, thread: Schedulable) -> None:
        """Take note that a ready thread was removed."""
        self._guesses.set_aside(thread.index)

    def forget(self, thread: Schedulable) -> None:
        """Take note that a thread will not come back."""
        self._guesses.forget(thread.index)

    def _knows(self, thread: Schedulable) -> bool:
        return self._exact and thread.burst_ns != NEVER


def make_expectation(options: Options) -> Expectation:
    """Return what the options EXPECTATION_OPTIONS ask for."""
    alpha = options.get("alpha", 0.5)
    assert isinstance(alpha, (int, float))
    return Expectation(
        exact=options.get("estimate", "exact") == "exact",
        alpha=alpha,
        initial_ns=whole(options, "initial", _INITIAL_NS),
    )
