import json
import subprocess
import sys

import pytest

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


def test_why_it_cannot_start_is_said_where_nobody_reads_a_terminal(monkeypatch, capsys):
    from desktop_app.__main__ import main
    from desktop_app.app import last_words

    said = []
    monkeypatch.setattr(last_words, "say", said.append)
    assert main(["nonsense"]) == 2
    assert said == []
    monkeypatch.setattr(last_words, "is_unheard", lambda: True)
    assert main(["nonsense"]) == 2
    assert "neither a command" in said[0]
    assert main(["run", "nowhere.py"]) == 2
    assert len(said) == 1
    monkeypatch.setattr("desktop_app.cli.window.window", lambda _arguments: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main([])
    assert "ZeroDivisionError" in said[1]
