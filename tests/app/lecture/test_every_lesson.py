"""Every lesson that ships, step by step."""

import re
from itertools import pairwise

import pytest

from desktop_app.storage.lesson_file import read_lesson
from desktop_app.storage.resources import resource_path
from desktop_app.teaching.lesson_check import check_lesson
from desktop_app.teaching.questions.question import REASON_CHARS
from desktop_app.views.caption.band import fits

LESSONS = sorted(resource_path("lessons").glob("*.md"))
#: What halls have: wide and not, and a small window.
SIZES = ((1920, 1080), (1024, 768), (1366, 768), (3840, 2160), (800, 600))


@pytest.fixture(scope="module", params=LESSONS, ids=[path.stem for path in LESSONS])
def shipped(request):
    return read_lesson(request.param)


def test_everything_that_it_names_is_there(shipped):
    spans = check_lesson(shipped)
    assert any(span.end_ns > span.begin_ns for span in spans)


def test_every_step_can_be_opened_and_its_question_answered_from_its_trace(shipped, stand):
    player = stand.player
    assert player.open(shipped)
    asked = 0
    for index, step in enumerate(shipped.steps):
        player.go(index)
        while player.span is None:
            stand.session._work()
        assert stand.playhead.t_ns == player.span.begin_ns
        assert (player.question is not None) == (step.question is not None)
        if player.question is not None:
            asked += 1
            question = player.question
            assert question.choices.count(question.answer) == (1 if question.choices else 0)
            assert 0 < len(question.explanation) <= REASON_CHARS
            assert apart(question.choices), step.title
            player.next()
            assert player.asked.revealed
    assert asked >= 1
    assert stand.refused == []


def apart(choices):
    """Whether numbers among the choices are in one unit, and none within 2 % of another one."""
    found = [re.fullmatch(r"(-?[\d,.]+)( \D+)?", choice) for choice in choices]
    if not all(found):
        return True
    sizes = sorted(float(match[1].replace(",", "")) for match in found)
    one_unit = len({match[2] for match in found}) == 1
    return one_unit and all(later - before > later / 50 for before, later in pairwise(sizes))


def test_its_captions_fit_and_its_words_are_whole(shipped, qapp):
    for step in shipped.steps:
        assert all(fits(step.caption, *size) for size in SIZES), step.title
        assert step.notes, step.title
    assert shipped.sentence
    assert shipped.simplifications
    assert shipped.topic in {"The course", "Beyond the course"}


def test_there_is_one_for_each_thing_that_the_course_teaches():
    assert [path.stem[:2] for path in LESSONS[:7]] == ["01", "02", "03", "04", "05", "06", "07"]
    assert len(LESSONS) >= 15
