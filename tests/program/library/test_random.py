"""The library's random beside the host's own: the same numbers for the same seed."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.program.library.loader import Library, check

ours = Library().load("random")


def test_it_does_what_the_real_module_does() -> None:
    check("random")


def test_without_a_seed_the_scenario_decides() -> None:
    assert Library().load("random").random() == random.Random(7).random()


@given(st.integers() | st.text(max_size=5) | st.floats(allow_nan=False), st.integers(1, 200))
def test_any_seed_gives_the_same_numbers(seed: float | str, size: int) -> None:
    def results(module: Any) -> list[object]:
        source = module.Random(seed)
        deck = list(range(size))
        source.shuffle(deck)
        return [
            deck,
            source.sample(range(1000), size),
            source.choices(deck, k=5),
            source.randrange(size),
            source.gauss(0, 1),
            source.normalvariate(0, 1),
            source.choice(deck),
            source.expovariate(size),
        ]

    assert results(ours) == results(random)
