"""Choices among which a right answer stands: what people really answer, in an order that follows from the seed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, count
from random import Random
from typing import Final

from desktop_app.teaching.questions.question import MAX_CHOICES, MIN_CHOICES

#: So many choices where numbers are asked for: more of them make a question longer, and no better.
NUMBERS: Final = 4
#: Numbers that differ by less than one part in so many are one answer to whoever estimates.
PARTS_APART: Final = 50


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


def numbers(
    answer: int,
    likely: Iterable[int],
    rng: Random,
    text: Callable[[int], str] = str,
    least: int = 0,
    *,
    others: Iterable[int] = (),
    step: int = 0,
    parts: int = PARTS_APART,
) -> tuple[str, ...]:
    """Return the answer among other numbers, ascending; no two of them are close to each other.

    Args:
        answer: The right answer.
        likely: Numbers that people take for it, the most plausible first.
        rng: Where the choice comes from.
        text: How a number is written.
        least: The lowest number that is possible.
        others: Numbers that are taken by chance where there are too few likely ones.
        step: How far apart numbers are that are made up where there are still too few; 0 for what looks like the
            answer.
        parts: No two of them differ by one part in so many or less.
    """
    texts = {text(answer): answer}
    more = list(dict.fromkeys(others))
    rng.shuffle(more)
    for number in chain(likely, more, _around(answer, step or step_of(answer), rng)):
        if len(texts) == NUMBERS:
            break
        if number >= least and all(apart(number, one, parts) for one in texts.values()):
            texts.setdefault(text(number), number)
    return tuple(sorted(texts, key=lambda one: texts[one]))


def apart(one: int, other: int, parts: int = PARTS_APART) -> bool:
    """Return whether two numbers differ by more than one part in ``parts`` of the larger one."""
    return abs(one - other) * parts > max(abs(one), abs(other))


def step_of(answer: int) -> int:
    """Return how far apart numbers are that look like an answer: 1, 2 or 5 and zeros, or its own zeros if more."""
    size, decade = abs(answer), 1
    while decade * 40 <= size:
        decade *= 10
    step = next((decade * digit for digit in (5, 2) if decade * digit * 4 <= size), decade)
    zeros = 1
    while size and size % (zeros * 10) == 0 and zeros * 20 <= size:
        zeros *= 10
    return max(step, zeros)


def _around(answer: int, step: int, rng: Random) -> Iterator[int]:
    """Yield numbers around the answer without end, some more of them on one side."""
    yield from (answer - step * far for far in range(1, rng.randrange(NUMBERS) + 1))
    yield from (answer + step * far for far in count(1))
