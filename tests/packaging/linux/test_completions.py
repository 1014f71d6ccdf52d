"""What the shells offer; bash is asked itself, and so are zsh and fish about syntax where they are installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from desktop_app.cli import COMMANDS
from desktop_app.policies.registry import POLICIES

pytest.importorskip("shtab")

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

CHECKS = {"bash": ("bash", "-n"), "zsh": ("zsh", "-n"), "fish": ("fish", "--no-execute")}
# bash-completion's function, without what it does about quoting, and the one question: what is offered for these words.
ASK = r"""
_filedir() { mapfile -t COMPREPLY < <(compgen -f -X "!*.$1" -- "$cur"; compgen -d -- "$cur"); }
shopt -s extglob
. ./completion
while IFS= read -r line; do
  mapfile -t COMP_WORDS < <(printf 'coreloom\n'; tr ' ' '\n' <<< "$line")
  COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
  _coreloom 2> /dev/null
  echo "${COMPREPLY[*]}"
done
"""
ASKED = {
    "r": {"run"},
    "a": {"a.coreloom", "a.py", "a.toml"},
    "": {*COMMANDS, "a.coreloom", "a.py", "a.toml", "b.corelesson", "b.md", "c.coretrace", "folder"},
    "a.py --th": {"--theme", "--threads"},
    "--theme da": {"dark"},
    "a.py --theme = da": {"dark"},
    "a.py --theme = li --gil =": {"gil", "free-threaded", "any-instruction"},
    "a.py --policy s": {name for name in POLICIES if name.startswith("s")},
    "run a": {"a.coreloom", "a.py", "a.toml"},
    "run a.py --gil ": {"gil", "free-threaded", "any-instruction"},
    "explore ": {"a.coreloom", "a.py", "a.toml", "folder"},
    "lesson ": {"b.corelesson", "b.md", "folder"},
    "export a.py x": {"x.txt"},
    "export a.py out.webm --codec ": {"vp9", "av1"},
    "export a.py --smoke": set(),
    "quiz --level ": {"1", "2", "3", "4", "5"},
}


@pytest.fixture(scope="module")
def scripts(packaging_module: Callable[[str], ModuleType]) -> dict[str, str]:
    completions = packaging_module("linux.completions")
    return {shell: completions.script(shell) for shell in CHECKS}


def test_bash_offers_what_can_come_next(scripts: dict[str, str], tmp_path: Path) -> None:
    for name in ("a.py", "a.toml", "a.coreloom", "b.md", "b.corelesson", "c.coretrace", "x.txt", "completion"):
        (tmp_path / name).touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "completion").write_text(scripts["bash"], encoding="utf-8")
    lines = "".join(f"{asked}\n" for asked in ASKED)
    ran = subprocess.run(
        ["bash", "--norc", "-c", ASK], cwd=tmp_path, input=lines, capture_output=True, text=True, check=True
    )
    offered = dict(zip(ASKED, (set(line.split()) for line in ran.stdout.splitlines()), strict=True))
    assert offered == ASKED


@pytest.mark.parametrize("shell", CHECKS)
def test_the_shell_can_read_it(scripts: dict[str, str], shell: str, tmp_path: Path) -> None:
    command, option = CHECKS[shell]
    if shutil.which(command) is None:
        pytest.skip(f"{command} is not installed")
    script = tmp_path / "completion"
    script.write_text(scripts[shell], encoding="utf-8")
    subprocess.run([command, option, script], capture_output=True, check=True)


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_commands_values_and_sources_are_offered(scripts: dict[str, str], shell: str) -> None:
    script = scripts[shell]
    assert all(re.search(rf"\b{name}\b", script) for name in COMMANDS)
    assert " ".join(POLICIES) in script
    assert "coretrace" in script
    assert "--smoke-test" not in script
    assert "smoke-test" not in script


def test_a_source_may_stand_where_a_command_does(scripts: dict[str, str]) -> None:
    assert "complete -c coreloom -n 'not __fish_seen_subcommand_from run " in scripts["fish"]
    assert '\n  "--theme=[' in scripts["zsh"]
    assert '\n  "--paused[' in scripts["zsh"]
    assert "_coreloom_window_options" in scripts["zsh"]
    # The names of shtab on which this builds.
    assert "_shtab_coreloom_options=(" in scripts["zsh"]
    assert "_shtab_coreloom_commands() {" in scripts["zsh"]
    assert "\n_shtab_coreloom() {" in scripts["zsh"]
