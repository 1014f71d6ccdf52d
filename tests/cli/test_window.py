import os
import re
import subprocess
import sys

import pytest

from desktop_app import __version__
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


def test_more_than_one_source_is_refused(coreloom):
    code, _, err = coreloom("a.py", "b.py")
    assert code == 2
    assert "unrecognized arguments: b.py" in err


@pytest.mark.parametrize(
    "environment", [{"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}, {"QT_QPA_PLATFORM": "vnc"}]
)
def test_a_display_of_any_kind_will_do(environment):
    require_display("linux", environment)


def test_without_a_display_it_says_what_works_instead():
    with pytest.raises(CoreloomError, match="coreloom run"):
        require_display("linux", {"DISPLAY": ""})
    require_display("darwin", {})


@pytest.mark.parametrize(
    ("options", "asked"), [([], True), (["--new-window"], False), (["--cores", "4"], False), (["--paused"], False)]
)
def test_a_plain_second_start_is_taken_over(coreloom, monkeypatch, app_py, options, asked):
    handed, opened = [], []
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("desktop_app.app.second_start.is_taken_over", lambda source: handed.append(source) or True)
    monkeypatch.setattr("desktop_app.app.start.start", lambda *_args, **fields: opened.append(fields["alone"]) or 0)
    code, out, err = coreloom(app_py, *options)
    assert (code, out) == (0, "")
    assert handed == ([str(app_py)] if asked else [])
    assert opened == ([] if asked else ["--new-window" in options])
    assert ("--new-window opens another one" in err) is asked
