from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.app.lecture.bookmarked import lesson_of
from desktop_app.model.bookmark import Bookmark
from desktop_app.model.instant import END, START
from desktop_app.model.lesson import Shown
from tests.scenarios import program, scenario


def marked(*marks):
    return replace(scenario(program()), bookmarks=tuple(Bookmark(at_ns=at_ns, name=name) for at_ns, name in marks))


def test_each_step_goes_from_a_bookmark_to_the_next_and_the_last_to_the_end():
    lesson = lesson_of(marked((2_000, "Second"), (500, "First")), Shown.BOTH)
    first, second = lesson.steps
    assert (first.title, first.caption.text, first.begin.shift_ns, first.end.shift_ns) == ("First", "First", 500, 2_000)
    assert (second.title, second.begin.shift_ns, second.end) == ("Second", 2_000, END)
    assert first.shown is Shown.BOTH


def test_without_bookmarks_it_is_the_whole_run():
    (step,) = lesson_of(marked()).steps
    assert (step.begin, step.end, step.caption.paragraphs) == (START, END, ())


def test_a_bookmark_without_a_name_says_when_it_is_and_has_no_caption():
    (step,) = lesson_of(marked((1_500_000, ""))).steps
    assert step.title == "At 1.50 ms"
    assert not step.caption.text


@given(st.lists(st.integers(0, 10**12), max_size=300, unique=True))
def test_steps_are_in_the_order_of_time_and_at_most_200(times):
    steps = lesson_of(marked(*((at_ns, "x") for at_ns in times))).steps
    assert [step.begin.shift_ns for step in steps] == (sorted(times)[:200] or [0])
    assert all(step.end.shift_ns == after.begin.shift_ns for step, after in pairwise(steps))
