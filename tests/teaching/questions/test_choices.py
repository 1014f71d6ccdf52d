from itertools import combinations, pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.teaching.questions.choices import NUMBERS, PARTS_APART, apart, named, numbers, step_of
from desktop_app.teaching.questions.question import MAX_CHOICES

names = st.text("abc", min_size=1, max_size=2)


@given(names, st.lists(names), st.integers())
def test_names_stand_once_each_with_the_answer_among_them(answer, others, seed):
    choices = named(answer, others, Random(seed))
    if not set(others) - {answer}:
        assert choices == ()
        return
    assert choices.count(answer) == 1
    assert len(set(choices)) == len(choices) <= MAX_CHOICES
    assert set(choices) <= {answer, *others}
    assert choices == named(answer, others, Random(seed))


@given(
    st.integers(0, 10**6),
    st.lists(st.integers(-5, 10**6)),
    st.lists(st.integers(-5, 10**6)),
    st.integers(0, 1000),
    st.integers(),
)
def test_numbers_ascend_apart_from_each_other_and_none_is_impossible(answer, likely, others, step, seed):
    choices = [int(text) for text in numbers(answer, likely, Random(seed), others=others, step=step)]
    assert answer in choices
    assert len(choices) == NUMBERS
    assert all(before < after for before, after in pairwise(choices))
    assert choices[0] >= 0
    # Two numbers within 2 % of each other are one answer to whoever estimates.
    assert all((after - before) * PARTS_APART > after for before, after in combinations(choices, 2))


@given(st.integers(0, 10**6), st.lists(st.integers(0, 10**6), min_size=1), st.integers())
def test_what_people_answer_comes_first(answer, likely, seed):
    choices = numbers(answer, likely, Random(seed), others=range(7))
    first = next((number for number in likely if apart(number, answer)), None)
    assert first is None or str(first) in choices


def test_numbers_that_read_alike_are_one_choice():
    choices = numbers(10, [11, 12, 40], Random(1), lambda number: f"about {number // 10 * 10}")
    assert len(set(choices)) == len(choices) == NUMBERS


@pytest.mark.parametrize(
    ("answer", "step"), [(0, 1), (1, 1), (3, 1), (13, 2), (20, 10), (30, 10), (49, 10), (147, 20), (182_800, 20_000)]
)
def test_numbers_that_are_made_up_look_like_the_answer(answer, step):
    assert step_of(answer) == step
