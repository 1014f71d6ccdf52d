import json
import subprocess
import sys

from desktop_app.program import compiler_child


def test_python_dash_m_runs_a_command(tmp_path):
    path = tmp_path / "app.py"
    path.write_text("z = 30\n")
    command = [sys.executable, "-m", "desktop_app", "run", str(path), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout)["processes"][0]["globals"] == {"z": "30"}


def test_a_bundle_compiles_in_a_child_of_its_own(monkeypatch):
    from desktop_app.__main__ import main

    monkeypatch.setattr(compiler_child, "main", lambda: 7)
    assert main(["--compile-child"]) == 7
