import os
import subprocess
import sys

from desktop_app import __version__

#: The offscreen platform says this of every window with a smallest size.
PLATFORM_NOTE = "This plugin does not support propagateSizeHints()\n"


def start(home, *arguments):
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_STATE_HOME": str(home), "LOCALAPPDATA": str(home)}
    command = [sys.executable, "-m", "desktop_app", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=environment)


def test_the_version(coreloom):
    assert coreloom("--version") == (0, f"coreloom {__version__}\n", "")


def test_the_window_opens_plays_to_the_end_and_closes(app_py):
    done = start(app_py.parent, app_py, "--smoke-test", "--processes", "2")
    assert (done.returncode, done.stderr.replace(PLATFORM_NOTE, "")) == (0, "")


def test_a_source_that_cannot_be_used_is_refused(tmp_path):
    done = start(tmp_path, tmp_path / "nope.py")
    assert done.returncode == 2
    assert "nope.py" in done.stderr
