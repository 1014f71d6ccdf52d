import importlib.util
import os
import sys
import tempfile

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType
from PySide6.QtWidgets import QDialog

from desktop_app.app import smoke_test
from desktop_app.app.crash import CrashReporter
from desktop_app.app.main_window import MainWindow
from desktop_app.app.panels import PANELS
from desktop_app.app.smoke_test import SmokeTest, import_all
from desktop_app.storage.licences import Licensed
from desktop_app.storage.log_file import LogFile
from desktop_app.storage.resources import resource_path
from desktop_app.views import theme
from tests.scenarios import program, scenario


class App:
    """Stands for the application, which would end."""

    def __init__(self):
        self.codes = []

    def exit(self, code):
        self.codes.append(code)


@pytest.fixture
def reporter(tmp_path):
    return CrashReporter(LogFile(tmp_path), speaks=False)


@pytest.fixture
def session_folder(monkeypatch):
    """A session's folder of its own; its path is short, as that of a socket has to be."""
    with tempfile.TemporaryDirectory(prefix="c") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield folder


@pytest.fixture
def unseen(qtbot, recent_store):
    window = MainWindow(recent_store)
    qtbot.addWidget(window, before_close_func=lambda window: window.documents.discard())
    window.documents.load(scenario(program()), None)
    return window


def test_it_opens_every_panel_plays_to_the_end_welcomes_a_second_start_and_quits(
    unseen, reporter, qtbot, session_folder
):
    app = App()
    began, asked, played = [], [], []
    unseen.presentation.began.connect(lambda: began.append(True))
    unseen.lessons.player.asked_changed.connect(lambda: asked.append(unseen.lessons.player.asked))
    unseen.playhead.playing_changed.connect(lambda playing: played.append((playing, unseen.playhead.t_ns)))
    SmokeTest(app, unseen, reporter)
    unseen.show()
    qtbot.waitUntil(lambda: bool(app.codes), timeout=20_000)
    assert app.codes == [0]
    assert set(unseen.docks.panels) == {spec.name for spec in PANELS}
    assert not [dialog for dialog in unseen.findChildren(QDialog) if dialog.isVisible()]
    assert began == [True]
    assert any(question is not None and question.revealed for question in asked)
    assert not unseen.presentation.on
    assert unseen.lessons.player.lesson is None
    assert not played[-1][0]
    assert played[-1][1] > 0
    assert unseen.documents.path == resource_path("programs/lost_update.py")
    assert not unseen.isVisible()


def test_it_says_how_far_it_came(unseen, reporter, capsys):
    app = App()
    smoke = SmokeTest(app, unseen, reporter)
    smoke._give_up()
    assert app.codes == [1]
    assert capsys.readouterr().err == "The smoke test came no further than this: first paint\n"


@pytest.mark.parametrize("early", [True, False])
def test_what_nobody_caught_makes_it_fail(unseen, reporter, capsys, early):
    app = App()
    if early:
        reporter.report(ValueError("no such thing"))
    smoke = SmokeTest(app, unseen, reporter)
    if not early:
        reporter.report(ValueError("no such thing"))
    smoke._end()
    assert app.codes == [1, 1]
    assert "failed at: first paint\nValueError: no such thing" in capsys.readouterr().err


def test_programs_that_would_load_the_bundles_libraries_make_it_fail(unseen, reporter, capsys, monkeypatch):
    monkeypatch.setenv("LD_LIBRARY_PATH", f"/lib{os.pathsep}{smoke_test._INSIDE}")
    app = App()
    next(SmokeTest(app, unseen, reporter)._steps)
    assert app.codes == [1]
    assert "would load the libraries of this bundle" in capsys.readouterr().err


def test_a_font_that_is_lost_makes_it_fail(unseen, reporter, capsys, monkeypatch):
    monkeypatch.setattr(theme, "_italics", lambda: "Inter")  # as where its file is missing
    app = App()
    next(SmokeTest(app, unseen, reporter)._steps)
    assert app.codes == [1]
    assert "fonts that come along cannot be loaded" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "code"), [("QPainter::begin: Paint device returned engine == 0", 1), ("does not support raise()", 0)]
)
def test_what_qt_warns_of_makes_it_fail_but_what_this_platform_cannot_do(unseen, reporter, capsys, text, code):
    app = App()
    smoke = SmokeTest(app, unseen, reporter)
    reporter._said(QtMsgType.QtWarningMsg, QMessageLogContext(), text)
    smoke._end()
    assert app.codes == [code]
    assert capsys.readouterr().err == ("" if code == 0 else f"Qt complained: {text}\n")


@pytest.mark.parametrize("bundled", [True, False])
def test_a_bundle_without_the_text_of_a_licence_makes_it_fail(unseen, reporter, capsys, monkeypatch, bundled):
    app = App()
    smoke = SmokeTest(app, unseen, reporter)
    monkeypatch.setattr(sys, "frozen", bundled, raising=False)
    part = Licensed(name="codec", version="1", licence="MIT")
    monkeypatch.setattr("desktop_app.app.smoke_test.everything_licensed", lambda: (part,))
    smoke._read_licences()
    smoke._end()
    assert app.codes[0] == int(bundled)
    assert ("licence of codec" in capsys.readouterr().err) is bundled


def test_a_module_that_is_missing_is_noticed(monkeypatch):
    monkeypatch.setitem(sys.modules, "desktop_app.model.sizes", None)
    with pytest.raises(ImportError, match=r"desktop_app\.model\.sizes"):
        import_all()


def test_only_video_may_be_missing_and_only_as_a_whole(monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name, *rest: None if name == "av" else found(name, *rest))
    for name in ("conversion", "encoder", "lane"):
        monkeypatch.delitem(sys.modules, f"desktop_app.export.video.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "av", None)
    import_all()
    monkeypatch.setattr("importlib.util.find_spec", found)
    monkeypatch.setitem(sys.modules, "av", found)  # there, as far as anybody can tell
    with pytest.raises(ValueError, match="av"):
        import_all()


@pytest.mark.parametrize(
    ("does", "failed"),
    [("print('it opens')", []), ("print('it'); print('does not open')", [1]), ("raise SystemExit('no')", [1])],
)
@pytest.mark.usefixtures("session_folder")
def test_a_second_start_has_to_end_well_and_quietly(unseen, reporter, qtbot, does, failed):
    app = App()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(smoke_test, "own_command", lambda _arguments: [sys.executable, "-c", does])
        _start_again(unseen, SmokeTest(app, unseen, reporter), qtbot)
    assert app.codes == failed


def _start_again(window, smoke, qtbot):
    steps = smoke._start_again()
    next(steps)
    window.documents.open(resource_path("programs/lost_update.py"))  # as the second start would have it
    qtbot.waitUntil(lambda: next(steps, None) is None, timeout=10_000)
