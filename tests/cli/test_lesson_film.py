import pytest

from desktop_app.cli.lesson_film import HOLD_S, LEAST_S, THINK_S, lesson_film, played_take, read_s
from desktop_app.cli.lesson_scenes import LessonScenes
from desktop_app.export.look import Look
from desktop_app.model.durations import NS_PER_MS, NS_PER_S
from desktop_app.model.errors import LessonError
from tests.cli.lessons import small_lesson

pytestmark = pytest.mark.usefixtures("qapp")
LOOK = Look(size=(960, 540))
FPS = 10


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    return small_lesson(tmp_path_factory.mktemp("lesson"))


def phases(film, step):
    """Return what a step goes through: its frames, whether its question is told, whether it plays, and its moments."""
    found = []
    for take in film.takes:
        if take.step == step:
            first, last = take.seen(0), take.seen(take.frames - 1)
            found.append((take.frames, first.told and first.told.revealed, first.playing, first.t_ns, last.t_ns))
    return found


def test_a_question_is_open_then_told_then_proved(lesson):
    film = lesson_film(LessonScenes(lesson), LOOK, FPS)
    (open_frames, *asking), (_, *told), (frames, *playing), (hold_frames, *held) = phases(film, 1)
    assert open_frames >= (LEAST_S + THINK_S) * FPS
    assert asking == [False, False, NS_PER_MS, NS_PER_MS]
    assert told == [True, False, NS_PER_MS, NS_PER_MS]
    assert (frames, playing) == (6, [True, True, NS_PER_MS, 3 * NS_PER_MS])  # 2 ms at 4 ms/s, both ends included
    assert held == [True, False, 3 * NS_PER_MS, 3 * NS_PER_MS]
    assert hold_frames >= HOLD_S * FPS


def test_a_range_stands_at_its_beginning_with_its_caption_and_at_its_end(lesson):
    film = lesson_film(LessonScenes(lesson), LOOK, FPS, steps=[3])
    assert phases(film, 3) == [
        (LEAST_S * FPS, None, False, NS_PER_MS, NS_PER_MS),
        (6, None, True, NS_PER_MS, 2 * NS_PER_MS),
        (HOLD_S * FPS, None, False, 2 * NS_PER_MS, 2 * NS_PER_MS),
    ]
    assert {take.step for take in film.takes} == {3}
    assert film.takes[0].seen(0).read.paragraphs


def test_a_question_about_a_moment_is_told_with_its_caption(lesson):
    film = lesson_film(LessonScenes(lesson), LOOK, FPS, steps=[4])
    assert [phase[1] for phase in phases(film, 4)] == [False, True]
    assert film.takes[1].seen(0).read == lesson.steps[4].caption


def test_without_words_nobody_waits_for_readers(lesson):
    film = lesson_film(LessonScenes(lesson, words=False), LOOK, FPS)
    assert all(take.seen(0).told is None for take in film.takes)
    assert [take.frames for take in film.takes if take.step == 1] == [LEAST_S * FPS, 6, HOLD_S * FPS]


def test_a_frame_is_a_function_of_its_number(lesson):
    one, other = lesson_film(LessonScenes(lesson), LOOK, FPS), lesson_film(LessonScenes(lesson), LOOK, FPS)
    forwards = [one.seen(k).t_ns for k in range(one.frames)]
    backwards = [other.seen(k).t_ns for k in reversed(range(other.frames))]
    assert forwards == backwards[::-1]


def test_texts_take_as_long_as_they_are():
    assert read_s("Short.") == LEAST_S
    assert read_s("x" * 100, "y" * 50) == 10


def test_what_is_played_is_a_take_of_its_own(lesson):
    take = played_take(LessonScenes(lesson), 1, 30)
    assert (take.frames, take.step) == (16, 1)
    assert take.seen(0).told.one_line
    assert take.seen(15).t_ns == 3 * NS_PER_MS


def test_a_film_without_end_is_refused(lesson):
    with pytest.raises(LessonError, match='step "Two sides" makes the film longer than'):
        lesson_film(LessonScenes(_endless(lesson)), LOOK, FPS, steps=[2])


def _endless(lesson):
    from dataclasses import replace

    from desktop_app.model.instant import END, START

    steps = list(lesson.steps)
    steps[2] = replace(steps[2], begin=START, end=END, speed_ns=1)
    return replace(lesson, steps=tuple(steps))


def test_a_second_is_a_second(lesson):
    scenes = LessonScenes(lesson, speed_ns=NS_PER_S)
    assert scenes[0].speed_ns == NS_PER_S
