import pytest

from desktop_app.app.show.sides import SidesPicture
from desktop_app.cli.lesson_deck import lesson_deck
from desktop_app.export.look import Look
from tests.cli.lessons import small_lesson


@pytest.fixture(scope="session")
def deck(tmp_path_factory):
    """A moment, a range with a question, and two sides."""
    return lesson_deck(small_lesson(tmp_path_factory.mktemp("deck"), 0, 1, 2), Look(size=(960, 540)), 6)


@pytest.fixture
def sides(qapp):
    picture = SidesPicture()
    yield picture
    picture.close()


class Pages:
    """Counts what is done."""

    def __init__(self):
        self.done = 0

    def frames(self, done):
        self.done += done


@pytest.fixture
def progress():
    return Pages()
