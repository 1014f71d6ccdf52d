import subprocess
import sys

from desktop_app import __version__
from desktop_app.app.own_command import own_command


def test_it_is_this_application_whatever_lies_in_the_folder_one_is_in(tmp_path):
    (tmp_path / "desktop_app.py").write_text("raise SystemExit('not this one')")
    command = own_command(["--version"])
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == f"coreloom {__version__}\n"


def test_a_bundle_is_started_itself(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_command(["export", "a b.py"]) == [sys.executable, "export", "a b.py"]
