import pytest

from desktop_app.cli.lesson_scenes import LessonScenes
from desktop_app.model.durations import NS_PER_MS
from desktop_app.model.errors import LessonError
from desktop_app.storage.lesson_file import parse_lesson
from tests.cli.lessons import small_lesson
from tests.storage.lessons import lesson_text, step_text, with_files

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    return small_lesson(tmp_path_factory.mktemp("lesson"))


def test_a_step_is_seen_as_a_presentation_shows_it(lesson):
    scene = LessonScenes(lesson)[1]
    asking, told, playing = scene.seen(NS_PER_MS, revealed=False), scene.seen(NS_PER_MS), scene.seen(2 * NS_PER_MS)
    assert asking.told is not None
    assert not asking.told.revealed
    assert not asking.options.tells_next  # the stage does not say what is asked
    assert not asking.read.paragraphs
    assert told.holds_proof
    assert told.options.tells_next
    assert playing.told is not None
    assert playing.told.one_line
    assert playing.read == lesson.steps[1].caption
    assert playing.stretch == (NS_PER_MS, 3 * NS_PER_MS)
    assert playing.captions == tuple(step.caption for step in lesson.steps)


def test_without_words_there_are_neither_captions_nor_questions(lesson):
    seen = LessonScenes(lesson, words=False)[1].seen(NS_PER_MS)
    assert seen.asked is None
    assert not seen.read.paragraphs
    assert not seen.captions


def test_a_step_keeps_its_own_speed_and_others_get_the_windows_or_the_one_asked_for(lesson):
    scenes, faster = LessonScenes(lesson), LessonScenes(lesson, speed_ns=7)
    assert scenes[1].speed_ns == faster[1].speed_ns == 4 * NS_PER_MS
    assert scenes[0].speed_ns == 2 * NS_PER_MS
    assert faster[0].speed_ns == 7


def test_the_same_run_has_the_same_pictures_and_few_steps_are_kept(lesson):
    scenes = LessonScenes(lesson)
    assert scenes[0].runs[0].moments is scenes[1].runs[0].moments
    first = scenes[0]
    assert len(list(scenes)) == len(scenes) == 5
    assert len(scenes._kept) == 4
    assert scenes[0] is not first
    assert [run.title for run in scenes[2].runs] == ["Two cores", "One core"]


def test_no_step_is_run_again_while_four_are_painted_side_by_side(lesson):
    scenes = LessonScenes(lesson)
    found = [scenes[index] for index in range(5)]
    assert all(scenes[index] is found[index] for index in (1, 2, 3, 4) * 2)
    assert scenes[0] is not found[0]
    assert scenes[4] is found[4]


def test_what_cannot_be_shown_is_refused(tmp_path):
    late = lesson_text(step_text('scenario = "two.toml"\nat = "1s"'))
    with pytest.raises(LessonError, match="outside the run"):
        LessonScenes(parse_lesson(late, file="late.md", folder=with_files(tmp_path)))[0]
