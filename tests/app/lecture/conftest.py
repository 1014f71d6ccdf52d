from types import SimpleNamespace

import pytest

from desktop_app.app.lecture.player import LessonPlayer
from desktop_app.storage.lesson_file import parse_lesson
from tests.storage.lessons import lesson_text, step_text, with_files

#: A moment, a range, a question, and a step of two sides.
STEPS = (
    step_text('scenario = "two.toml"\nat = "2ms"\ncamera = "core 0"\nlit = ["core 0"]', title="A moment"),
    step_text('from = "1ms"\nto = "3ms"\nspeed = "4ms"', title="A range"),
    step_text('from = "1ms"\n[question]\nask = "next-thread"\ncore = 0', title="A question", caption="It was that."),
    step_text('scenario = "sum.py"\nfrom = "line 2"\nrepeat = true\nfollow = "P1.T1"', title="A program"),
    step_text(
        "show = 'timeline'\n[[side]]\ntitle = 'Two cores'\nscenario = 'two.toml'\nset = { cores = 2 }\n"
        "[[side]]\ntitle = 'One core'\nscenario = 'two.toml'\n",
        title="Two sides",
    ),
)


@pytest.fixture(scope="session")
def lesson(tmp_path_factory):
    folder = with_files(tmp_path_factory.mktemp("lesson"))
    return parse_lesson(lesson_text(*STEPS), file="lesson.md", folder=folder)


@pytest.fixture
def stand(desk, lesson):
    """A player without a window, and what it said."""
    player = LessonPlayer(desk.session, desk.documents, desk.session._playhead, desk.widget)
    refused = []
    player.refused.connect(lambda title, text: refused.append(f"{title}: {text}"))
    desk.session._playhead.set_speed(1_000_000)
    return SimpleNamespace(
        player=player,
        playhead=desk.session._playhead,
        session=desk.session,
        documents=desk.documents,
        lesson=lesson,
        refused=refused,
    )
