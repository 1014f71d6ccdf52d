import os
import re
import subprocess
import sys

import pytest

from desktop_app import __version__
from desktop_app.app.second_start import Answer, Turn
from desktop_app.cli import COMMANDS
from desktop_app.cli.window import require_display
from desktop_app.model.errors import CoreloomError
from desktop_app.storage.endings import FileKind, described

#: The offscreen platform says this of every window with a smallest size, and of every one that is brought to the front.
PLATFORM_NOTE = re.compile(r"This plugin does not support (propagateSizeHints|raise)\(\)\n")


def start(home, *arguments):
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_STATE_HOME": str(home), "LOCALAPPDATA": str(home)}
    command = [sys.executable, "-m", "desktop_app", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=environment)


def test_the_version(coreloom):
    assert coreloom("--version") == (0, f"coreloom {__version__}\n", "")


def test_the_window_opens_plays_to_the_end_and_closes(app_py):
    done = start(app_py.parent, app_py, "--smoke-test", "--processes", "2")
    assert (done.returncode, PLATFORM_NOTE.sub("", done.stderr)) == (0, "")


def test_a_source_that_cannot_be_used_is_refused(tmp_path):
    done = start(tmp_path, tmp_path / "nope.py")
    assert done.returncode == 2
    assert "nope.py" in done.stderr


@pytest.mark.parametrize(
    ("words", "question"),
    [(["foo"], ""), (["polices"], "; did you mean policies?"), (["rnu", "app.py"], "; did you mean run?")],
)
def test_a_word_that_is_no_command_is_refused_before_a_display_is_asked_for(coreloom, monkeypatch, words, question):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    code, out, err = coreloom(*words)
    assert (code, out) == (2, "")
    assert err == (
        f"coreloom: {words[0]}: it is neither a command ({', '.join(COMMANDS)}) nor {described(*FileKind)}{question}\n"
    )


def test_a_word_among_sources_is_refused(coreloom):
    code, _, err = coreloom("a.py", "b.coreloom", "--nonsense")
    assert code == 2
    assert "unrecognized arguments: --nonsense" in err
    code, _, err = coreloom("a.py", "nonsense")
    assert code == 2
    assert "nonsense: it is neither a command" in err


@pytest.mark.parametrize(
    "environment", [{"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}, {"QT_QPA_PLATFORM": "vnc"}]
)
def test_a_display_of_any_kind_will_do(environment):
    require_display("linux", environment)


def test_without_a_display_it_says_what_works_instead():
    with pytest.raises(CoreloomError, match="coreloom run"):
        require_display("linux", {"DISPLAY": ""})
    require_display("darwin", {})


@pytest.fixture
def starts(coreloom, monkeypatch):
    """Starts with a window open already, which answers as it is told; returns what was handed over and opened."""

    def started(*arguments, turn=None, answer=Answer.OPENS):
        handed, opened = [], []
        monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
        monkeypatch.setattr("desktop_app.app.second_start.take_turn", lambda: turn)
        monkeypatch.setattr("desktop_app.app.second_start.hand_over", lambda paths: handed.append(paths) or answer)
        monkeypatch.setattr(
            "desktop_app.app.start.start",
            lambda sources, *_args, **fields: opened.append((sources, fields["turn"])) or 0,
        )
        code, out, err = coreloom(*arguments)
        assert (code, out) == (0, "")
        return handed, opened, err

    return started


@pytest.mark.parametrize("options", [["--new-window"], ["--cores", "4"], ["--paused"]])
def test_a_second_start_with_options_opens_a_window_of_its_own(starts, app_py, options):
    handed, opened, err = starts(app_py, *options)
    assert (handed, opened, err) == ([], [([str(app_py)], None)], "")


def test_a_plain_second_start_is_taken_over(starts, app_py):
    other = app_py.with_name("other.coreloom")
    other.touch()
    handed, opened, err = starts(app_py, other)
    assert (handed, opened) == ([[app_py, other]], [])
    assert "--new-window opens another one" in err
    assert "as soon as what is asked there is answered" in starts(app_py, answer=Answer.WAITS)[2]
    handed, opened, err = starts(answer=Answer.WAITS)
    assert (handed, opened) == ([[]], [])
    assert "comes to the front" in err


def test_what_is_no_file_is_not_handed_over(starts, app_py):
    nowhere = app_py.with_name("nowhere.py")
    assert starts(nowhere)[:2] == ([], [([str(nowhere)], None)])


def test_a_window_that_hangs_is_left_alone(starts, app_py):
    handed, opened, err = starts(app_py, answer=Answer.NOTHING)
    assert (handed, opened) == ([[app_py]], [([str(app_py)], None)])
    assert "does not answer" in err


def test_the_first_start_asks_nobody(starts, app_py):
    turn = Turn(name="", lock=None)
    assert starts(app_py, turn=turn) == ([], [([str(app_py)], turn)], "")


def test_where_the_first_has_just_ended_this_start_is_the_first(starts, app_py):
    turn = Turn(name="", lock=None)
    assert starts(app_py, answer=turn) == ([[app_py]], [([str(app_py)], turn)], "")
