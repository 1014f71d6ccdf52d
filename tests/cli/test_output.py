"""Standard streams that are closed or full, and Ctrl+C: an exit code and at most one line, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.cli import run as run_command

FULL = Path("/dev/full")
COMMANDS = [["run", "app.py"], ["run", "app.py", "--json"], ["policies"], ["schema"], ["--help"], ["--version"]]
BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}

on_posix = pytest.mark.skipif(os.name != "posix", reason="streams are closed by the shell, and /dev/full is Linux's")


def start(folder, arguments, *, streams="", **more):
    command = [sys.executable, "-m", "desktop_app", *arguments]
    environment = BUFFERED | {"PYTHONPATH": str(Path.cwd())}
    if streams:
        command = ["sh", "-c", f'exec "$@" {streams}', "sh", *command]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=60, env=environment, **more
    )


@on_posix
@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full")
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_full_disk_is_said_to_be_full(app_py, arguments):
    done = start(app_py.parent, arguments, streams=">/dev/full")
    assert done.stderr == "coreloom: the output cannot be written: No space left on device\n"
    assert done.returncode == 2


@on_posix
@pytest.mark.parametrize("arguments", COMMANDS[:4], ids=" ".join)
def test_a_closed_output_is_said_to_be_closed(app_py, arguments):
    done = start(app_py.parent, arguments, streams=">&-")
    assert done.stderr == "coreloom: the output cannot be written: standard output is closed\n"
    assert done.returncode == 2


@on_posix
@pytest.mark.parametrize("arguments", [["run", "nope.py"], ["run", "--nope"]], ids=" ".join)
@pytest.mark.parametrize("streams", ["2>&-", "2>/dev/full"])
def test_what_is_refused_exits_with_two_also_where_nobody_can_hear_why(app_py, arguments, streams):
    assert start(app_py.parent, arguments, streams=streams).returncode == 2


@on_posix
def test_a_reader_that_has_gone_is_no_error(app_py):
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "desktop_app", "run", str(app_py), "--json"]
    with os.fdopen(writer, "wb") as gone:
        done = subprocess.run(
            command, stdout=gone, stderr=subprocess.PIPE, text=True, check=False, timeout=60, env=BUFFERED
        )
    assert (done.returncode, done.stderr) == (0, "")


def _interrupt(*_):
    raise KeyboardInterrupt


def test_ctrl_c_ends_a_run_without_a_word(coreloom, app_py, monkeypatch):
    monkeypatch.setattr(run_command, "simulate", _interrupt)
    assert coreloom("run", app_py) == (130, "", "")


def test_ctrl_c_leaves_the_picture_that_was_there(coreloom, app_py, monkeypatch):
    out = app_py.with_name("a.png")
    out.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", _interrupt)
    assert coreloom("export", app_py, out, "--at", "0ms", "--size", "960x600") == (130, "", "")
    assert out.read_bytes() == b"old"
    assert sorted(path.name for path in app_py.parent.iterdir()) == ["a.png", "app.py"]
