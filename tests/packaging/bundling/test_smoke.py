"""The smoke test can fail: programs that do what broken bundles did stand in for the real one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop_app.app import smoke_test

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
FINE = "it is what it should be\n"


@pytest.fixture
def smoke(packaging_module):
    return packaging_module("bundling.smoke")


@pytest.fixture
def trial(smoke, tmp_path):
    return smoke.Trial(program=tmp_path / "coreloom", folder=tmp_path, environment={"HOME": str(tmp_path)})


@pytest.fixture
def ended(monkeypatch):
    """Lets the program end in some way, and keeps what it was started with."""
    started = []

    def end(code=0, output=FINE, errors=""):
        def run(command, **options):
            started.append((command, options))
            return SimpleNamespace(returncode=code, stdout=output, stderr=errors)

        monkeypatch.setattr(subprocess, "run", run)
        return started

    return end


def tried(trial, packaging_module, **expected):
    trial.run(packaging_module("bundling.smoke_commands").Command(arguments=("run", "app.py"), **expected))
    return trial.problems


def test_what_goes_well_is_no_problem(trial, ended, packaging_module, capsys):
    ended()
    assert tried(trial, packaging_module, says="what it should") == []
    assert "coreloom run app.py: ok" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("errors", "named"),
    [
        ("[Qt warning] qt.qpa.plugin: Could not find the Qt platform plugin", "[Qt warning] qt.qpa.plugin"),
        ("[Qt critical] QThread: Destroyed while thread is still running", "[Qt critical] QThread"),
        (
            "note\nTraceback (most recent call last):\n  File x\nKeyError: 1",
            "Traceback (most recent call last):\n  File",
        ),
        ("Error calling Python override of QMainWindow::event(): ", "Error calling Python override"),
        ("libGL.so.1: cannot open shared object file: No such file", "libGL.so.1"),
        ("Fontconfig warning: unknown element", "Fontconfig warning"),
        ("(coreloom:1): GLib-CRITICAL **: g_free", "GLib-CRITICAL"),
    ],
)
def test_a_complaint_is_a_problem_even_where_the_program_ends_well(trial, ended, packaging_module, errors, named):
    ended(errors=errors)
    (problem,) = tried(trial, packaging_module)
    assert named in problem
    assert "note" not in problem


def test_another_exit_code_is_a_problem_and_comes_with_what_was_said(trial, ended, packaging_module):
    ended(code=-6, errors="Aborted")
    (problem,) = tried(trial, packaging_module)
    assert problem == f"coreloom run app.py: it ended with -6, not 0\n{FINE}Aborted"


def test_silence_where_something_should_be_said_is_a_problem(trial, ended, packaging_module):
    ended(output="")
    assert len(tried(trial, packaging_module, says="usage: coreloom")) == 1


def test_a_program_that_hangs_or_does_not_start_is_a_problem(trial, monkeypatch, packaging_module):
    def hang(*_command, **options):
        raise subprocess.TimeoutExpired("coreloom", options["timeout"], stderr=b"waiting for \xff")

    monkeypatch.setattr(subprocess, "run", hang)
    assert "did not end within" in tried(trial, packaging_module)[0]
    monkeypatch.undo()
    assert "it does not start" in tried(trial, packaging_module)[1]


def test_the_window_is_tried_on_a_real_screen_and_the_command_line_without_any(
    smoke, trial, ended, monkeypatch, packaging_module
):
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(sys, "platform", "linux")
    started, commands = ended(), packaging_module("bundling.smoke_commands")
    trial.run(commands.Command(arguments=("--version",)))
    trial.run(commands.WINDOW, screen=True)
    (plain, options), (window, on_screen) = started
    assert plain == [trial.program, "--version"]
    assert not {"DISPLAY", "QT_QPA_PLATFORM"} & set(options["env"])
    assert window[0] == "xvfb-run"
    assert window[-3:] == [trial.program, "app.py", "--smoke-test"]
    assert on_screen["env"]["QT_QPA_PLATFORM"] == "xcb"


def test_without_another_screen_the_one_at_hand_is_used(smoke, trial, ended, monkeypatch, packaging_module):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", ":7")
    started = ended()
    trial.run(packaging_module("bundling.smoke_commands").WINDOW, screen=True)
    ((command, options),) = started
    assert command[0] == trial.program
    assert (options["env"]["DISPLAY"], options["env"]["QT_QPA_PLATFORM"]) == (":7", "xcb")


def test_neither_the_checkout_nor_the_desktops_settings_have_a_say(smoke, tmp_path):
    given = {
        "PATH": "/bin", "PYTHONPATH": "/checkout", "LD_LIBRARY_PATH": "/lib", "QT_QPA_PLATFORM": "offscreen",
        "QT_LOGGING_RULES": "*=false", "DISPLAY": ":0", "XDG_STATE_HOME": "/s", "VIRTUAL_ENV": "/v", "HOME": "/h",
    }  # fmt: skip
    used = smoke.own_environment(given, tmp_path, "linux")
    assert set(used) == {"PATH", "HOME", "QT_MESSAGE_PATTERN", "LC_ALL"}
    assert used["HOME"] == str(tmp_path)


@pytest.fixture
def bundle(tmp_path, monkeypatch, packaging_module):
    """A bundle with resources of two files, whose libraries are all there."""
    monkeypatch.setattr(packaging_module("bundling.linkage"), "unresolved", lambda *_folders: [])
    monkeypatch.setattr(packaging_module("linux.depends"), "of_program", lambda _folder: [])
    resources = tmp_path / "checkout" / "resources"
    for path in ("programs/app.py", "lessons/one.md"):
        (resources / path).parent.mkdir(parents=True)
        (resources / path).write_text(path)
    shutil.copytree(resources, tmp_path / "dist" / "_internal" / "resources")
    (tmp_path / "dist" / "coreloom").touch()
    return tmp_path / "dist"


def test_a_resource_that_is_missing_or_another_one_is_a_problem(smoke, bundle, tmp_path):
    resources = tmp_path / "checkout" / "resources"
    assert smoke.missing_files(bundle / "coreloom", resources) == []
    (bundle / "_internal" / "resources" / "lessons" / "one.md").unlink()
    (bundle / "_internal" / "resources" / "programs" / "app.py").write_text("another")
    assert smoke.missing_files(bundle / "coreloom", resources) == [
        "the resource lessons/one.md is missing, or is another one",
        "the resource programs/app.py is missing, or is another one",
    ]


def test_a_library_that_is_only_by_chance_on_this_system_is_a_problem(smoke, bundle, monkeypatch, packaging_module):
    def refuse(_folder):
        raise packaging_module("failures").SetUpError("The bundle needs libbz2.so.1.0, which it does not carry.")

    monkeypatch.setattr(packaging_module("bundling.linkage"), "unresolved", lambda *_folders: ["libGL.so.1 is missing"])
    monkeypatch.setattr(packaging_module("linux.depends"), "of_program", refuse)
    assert smoke.missing_libraries(bundle / "coreloom") == [
        "libGL.so.1 is missing",
        "The bundle needs libbz2.so.1.0, which it does not carry.",
    ]


@pytest.fixture
def asked(smoke, monkeypatch):
    """What is tried; one thing goes wrong and another is only logged."""
    asked = []

    def run(self, command, *, screen=False):
        asked.append((command, screen))
        (Path(self.environment["HOME"]) / "coreloom.log").write_text("Qt: a warning")
        if command.makes == "out.gif":
            self.problems.append("no gif\n" * 100)

    monkeypatch.setattr(smoke.Trial, "run", run)
    return asked


@pytest.mark.skipif(sys.platform == "win32", reason="the program of this bundle is named as elsewhere")
def test_everything_is_tried_and_all_that_went_wrong_is_told(smoke, bundle, asked, packaging_module, capsys):
    checkout, commands = bundle.parent / "checkout", packaging_module("bundling.smoke_commands")
    assert smoke.smoke_test(bundle, checkout) == 1
    given = commands.all_commands(checkout / "resources", video=False)
    assert asked == [*((command, False) for command in given), (commands.WINDOW, True)]
    said = capsys.readouterr().err
    assert "coreloom.log:\n  Qt: a warning" in said
    assert f"... and {100 - smoke.MOST_LINES} lines more" in said


@pytest.mark.skipif(sys.platform == "win32", reason="the program of this bundle is named as elsewhere")
def test_video_is_tried_laid_over_the_program(smoke, bundle, asked, packaging_module, tmp_path):
    checkout, commands = tmp_path / "checkout", packaging_module("bundling.smoke_commands")
    dist = checkout / "dist"
    dist.mkdir()
    bundle.rename(dist / "coreloom")
    (dist / "coreloom-video" / "_internal" / "av").mkdir(parents=True)
    assert smoke.try_built(checkout) == 1
    assert [command for command, _ in asked[-2:]] == list(commands.VIDEO)
    assert {path.name for path in dist.iterdir()} == {"coreloom", "coreloom-video"}


def test_the_window_gives_up_before_it_is_given_up(smoke):
    assert smoke_test._TIMEOUT_MS < smoke.LIMIT_S * 1_000
