from dataclasses import replace

import pytest
from PySide6.QtCore import QElapsedTimer, QObject, QSize

from desktop_app.app.show.pictures import Look, StepPictures, size_of_pictures
from desktop_app.model.instant import Instant
from desktop_app.model.lesson import Caption, Side
from desktop_app.views.stage.options import PLAIN
from desktop_app.views.theme import DARK
from tests.scenarios import bursts, program, scenario

LOOK = Look(screen=QSize(1280, 720), size=QSize(320, 180), theme=DARK, options=PLAIN)


@pytest.fixture
def pictures(qapp, lesson):
    owner = QObject()
    pictures = StepPictures(lesson, LOOK, owner)
    yield pictures
    pictures.stop()
    owner.deleteLater()


def drawn(qtbot, pictures):
    order = []
    pictures.drawn.connect(order.append)
    qtbot.waitUntil(lambda: not pictures.busy)
    return order


def test_what_is_wanted_first_is_drawn_first(qtbot, pictures):
    pictures.want([0, 1, 2])
    pictures.want([3, 1])
    assert drawn(qtbot, pictures) == [3, 1, 0, 2]
    assert all(pictures.picture(index).size() == LOOK.size for index in (0, 1, 2, 3))
    assert pictures.picture(4) is None


def test_a_picture_does_not_depend_on_the_order(qtbot, lesson, pictures):
    pictures.want(range(5))
    drawn(qtbot, pictures)
    owner = QObject()
    others = StepPictures(lesson, LOOK, owner)
    others.want([4, 3, 2, 1, 0])
    drawn(qtbot, others)
    assert all(pictures.picture(at).toImage() == others.picture(at).toImage() for at in range(5))


def test_a_step_that_cannot_be_drawn_says_why_and_others_are(qtbot, lesson):
    late = replace(lesson.steps[0], begin=Instant(shift_ns=10**15))
    broken = replace(lesson.steps[0], sides=(Side(scenario=scenario(program("x = "))),))
    owner = QObject()
    pictures = StepPictures(replace(lesson, steps=(late, broken, lesson.steps[0])), LOOK, owner)
    pictures.want([0, 1, 2])
    assert drawn(qtbot, pictures) == [0, 1, 2]
    assert "outside the run" in pictures.problem(0)
    assert "x = " in pictures.problem(1) or "app.py" in pictures.problem(1)
    assert pictures.picture(2) is not None


def test_sides_are_drawn_beside_each_other(qtbot, lesson):
    sides = (Side(scenario=scenario(program()), title="One"), Side(scenario=scenario(program(), cores=2), title="Two"))
    owner = QObject()
    pictures = StepPictures(
        replace(lesson, steps=(replace(lesson.steps[0], sides=sides), lesson.steps[0])), LOOK, owner
    )
    pictures.want([0, 1])
    drawn(qtbot, pictures)
    assert pictures.picture(0).toImage() != pictures.picture(1).toImage()


def test_a_long_run_is_done_in_slices(lesson):
    """The events of a run that takes long never hold the show up: each slice is over after a few of them."""
    long = replace(lesson.steps[0], sides=(Side(scenario=scenario(bursts("cpu 20s"), quantum_ns=1_000_000)),))
    owner = QObject()
    pictures = StepPictures(replace(lesson, steps=(long,)), LOOK, owner)
    pictures.want([0])
    pictures._work()
    clock = QElapsedTimer()
    clock.start()
    slices = 0
    while pictures.picture(0) is None and not pictures.problem(0):
        pictures._work()
        slices += 1
    assert slices > 1
    assert pictures.picture(0) is not None


def test_a_step_that_asks_is_drawn_as_it_asks_and_without_its_caption(qtbot, lesson):
    asking = lesson.steps[2]
    silent = replace(asking, caption=Caption.of("Another caption, which may not be read yet."))
    plain = replace(asking, question=None)
    owner = QObject()
    pictures = StepPictures(replace(lesson, steps=(asking, silent, plain)), LOOK, owner)
    pictures.want([0, 1, 2])
    drawn(qtbot, pictures)
    images = [pictures.picture(at).toImage() for at in range(3)]
    assert not pictures.problem(0)
    assert images[0] != images[2]
    assert images[0] == images[1]


@pytest.mark.parametrize("screen", [QSize(1920, 1080), QSize(1024, 768), QSize(2560, 1080)])
@pytest.mark.parametrize("dpr", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("steps", [1, 12, 200])
def test_all_pictures_of_a_lesson_take_little_memory(screen, dpr, steps):
    size = size_of_pictures(steps, screen, dpr)
    assert steps * size.width() * size.height() * dpr**2 * 4 <= 1.01 * 128 * 2**20
    assert abs(size.width() / size.height() - screen.width() / screen.height()) < 0.02
    assert size.width() == 640 or steps == 200
    assert size.width() >= 190
