import pytest
from PySide6.QtWidgets import QDialog

from desktop_app.app.main_window import MainWindow
from desktop_app.app.panels import PANELS
from desktop_app.app.smoke_test import SmokeTest
from tests.scenarios import program, scenario


class App:
    """Stands for the application, which would end."""

    def __init__(self):
        self.codes = []

    def exit(self, code):
        self.codes.append(code)


@pytest.fixture
def unseen(qtbot, recent_store):
    window = MainWindow(recent_store)
    qtbot.addWidget(window, before_close_func=lambda window: window.documents.discard())
    window.documents.load(scenario(program()), None)
    return window


def test_it_opens_every_panel_plays_to_the_end_and_quits(unseen, qtbot):
    app = App()
    began, asked = [], []
    unseen.presentation.began.connect(lambda: began.append(True))
    unseen.lessons.player.asked_changed.connect(lambda: asked.append(unseen.lessons.player.asked))
    SmokeTest(app, unseen)
    unseen.show()
    qtbot.waitUntil(lambda: bool(app.codes), timeout=20_000)
    assert app.codes == [0]
    assert set(unseen.docks.panels) == {spec.name for spec in PANELS}
    assert not [dialog for dialog in unseen.findChildren(QDialog) if dialog.isVisible()]
    assert began == [True]
    assert any(question is not None and question.revealed for question in asked)
    assert not unseen.presentation.on
    assert unseen.lessons.player.lesson is None
    assert unseen.playhead.t_ns == unseen.session.trace.known_until_ns


def test_it_says_how_far_it_came(unseen, capsys):
    app = App()
    smoke = SmokeTest(app, unseen)
    smoke._give_up()
    assert app.codes == [1]
    assert capsys.readouterr().err == "The smoke test came no further than this: first paint\n"
