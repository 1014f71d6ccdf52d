import subprocess
import sys
from types import SimpleNamespace

import pytest

from desktop_app.app import last_words
from desktop_app.app.last_words import is_unheard, say

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="about desktops of Linux")


class Stream:
    def __init__(self, *, terminal):
        self.terminal = terminal

    def isatty(self):
        return self.terminal


@pytest.mark.parametrize(
    ("frozen", "terminal", "platform", "unheard"),
    [(True, False, "", True), (True, True, "", False), (False, False, "", False), (True, False, "offscreen", False)],
)
def test_only_an_installed_program_without_a_terminal_is_unheard(monkeypatch, frozen, terminal, platform, unheard):
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    monkeypatch.setattr(sys, "stdin", None)
    monkeypatch.setattr(sys, "stdout", Stream(terminal=False))
    monkeypatch.setattr(sys, "stderr", Stream(terminal=terminal))
    assert is_unheard() is unheard


@pytest.fixture
def ran(monkeypatch):
    """The commands that are run; how the dialog of our own ends is told by its code."""
    ran = SimpleNamespace(commands=[], code=0)

    def run(command, **_fields):
        ran.commands.append(command)
        return SimpleNamespace(returncode=ran.code)

    monkeypatch.setattr(subprocess, "run", run)
    return ran


@linux
def test_it_is_said_in_a_dialog_of_our_own_and_written(ran, capsys):
    say("It is over.")
    assert capsys.readouterr().err == "It is over.\n"
    assert [command[-1] for command in ran.commands] == [last_words.MESSAGE]


@linux
def test_where_that_cannot_be_shown_a_program_of_the_desktop_shows_it(ran, monkeypatch):
    ran.code = -6
    monkeypatch.setattr(last_words.shutil, "which", lambda name: name if name == "kdialog" else None)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/the/bundle")
    monkeypatch.setattr(sys, "stderr", None)
    say("It is over.")
    assert ran.commands[1] == ["kdialog", "--title", "Coreloom", "--error", "It is over."]
    monkeypatch.setattr(last_words.shutil, "which", lambda _name: None)
    say("Nobody can show it.")
    assert len(ran.commands) == 3
