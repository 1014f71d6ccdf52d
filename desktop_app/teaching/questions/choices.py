"""Choices among which a right answer stands: plausible ones, in an order that follows from the seed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, count
from random import Random
from typing import Final

from desktop_app.teaching.questions.question import MAX_CHOICES, MIN_CHOICES

#: So many choices where numbers are asked for: more of them make a question longer, and no better.
NUMBERS: Final = 4


def named(answer: str, others: Iterable[str], rng: Random, most: int = MAX_CHOICES) -> tuple[str, ...]:
    """Return the answer and up to ``most - 1`` of the others in a random order; nothing where there are no others.

    Args:
        answer: The right answer.
        others: Wrong ones, the most plausible first; what equals the answer or comes again is left out.
        rng: Where the order comes from.
        most: How many choices there may be.
    """
    wrong = [other for other in dict.fromkeys(others) if other != answer][: most - 1]
    found = [answer, *wrong]
    rng.shuffle(found)
    return tuple(found) if len(found) >= MIN_CHOICES else ()


def numbers(  # noqa: PLR0917 - as PLR0913
    answer: int,
    plausible: Iterable[int],
    step: int,
    rng: Random,
    text: Callable[[int], str] = str,
    least: int = 0,
) -> tuple[str, ...]:
    """Return the answer among other numbers, ascending.

    Args:
        answer: The right answer.
        plausible: Numbers that somebody may take for it; some of them are taken, by chance.
        step: How far apart numbers are that are made up where there are too few plausible ones, 1 or more.
        rng: Where the choice comes from.
        text: How a number is written.
        least: The lowest number that is possible.
    """
    texts = {text(answer): answer}
    likely = [number for number in dict.fromkeys(plausible) if number >= least]
    rng.shuffle(likely)
    for number in chain(likely, _around(answer, step, rng, least)):
        if len(texts) == NUMBERS:
            break
        texts.setdefault(text(number), number)
    return tuple(sorted(texts, key=lambda one: texts[one]))


def _around(answer: int, step: int, rng: Random, least: int) -> Iterator[int]:
    """Yield numbers around the answer, some more of them on one side; enough of them in any case."""
    below = rng.randrange(NUMBERS)
    yield from (answer - step * far for far in range(1, below + 1) if answer - step * far >= least)
    yield from (answer + step * far for far in range(1, NUMBERS - below))
    yield from (answer + step * far for far in count(NUMBERS))


def steps(answer: int, unit: int) -> int:
    """Return how far apart numbers around an answer are that look like it: whole units, some tenth of it or more."""
    return max(1, unit, answer // 10 // max(1, unit) * unit)
