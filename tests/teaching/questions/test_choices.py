from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.teaching.questions.choices import NUMBERS, named, numbers, steps
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


@given(st.integers(0, 10**6), st.lists(st.integers(-5, 10**6)), st.integers(1, 1000), st.integers())
def test_numbers_ascend_and_none_is_impossible(answer, plausible, step, seed):
    choices = [int(text) for text in numbers(answer, plausible, step, Random(seed))]
    assert answer in choices
    assert len(choices) == NUMBERS
    assert all(before < after for before, after in pairwise(choices))
    assert choices[0] >= 0


def test_numbers_that_read_alike_are_one_choice():
    choices = numbers(10, [11, 12, 40], 10, Random(1), lambda number: f"about {number // 10 * 10}")
    assert len(set(choices)) == len(choices) == NUMBERS


@given(st.integers(0, 10**12), st.integers(0, 10**9))
def test_steps_are_whole_units(answer, unit):
    found = steps(answer, unit)
    assert found >= 1
    assert not unit or found % unit == 0
