"""Programs that try to break out, to hang or to exhaust: each must end as it says, and none may harm the host."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.program.hostile_child import ending
from tests.program.samples import HERE, sections

HOSTILE = sections("hostile.txt")
GROUP = 110
#: Wall-clock seconds for a group; far more than it needs, so that only a program that hangs fails.
GUARD_S = 120.0
_MARK = "# ends: "


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_program_ends_as_it_must(name: str) -> None:
    first = HOSTILE[name].split("\n", maxsplit=1)[0]
    fair = first.removeprefix(_MARK).split(" | ")
    end, text = endings(list(HOSTILE).index(name) // GROUP)[name]
    assert end in fair, text


def test_every_program_says_how_it_must_end() -> None:
    assert [name for name, source in HOSTILE.items() if not source.startswith(_MARK)] == []


def test_no_program_touches_the_hosts_files() -> None:
    touched = Path("/tmp/coreloom_hostile_file")  # what some of the programs try to write
    touched.unlink(missing_ok=True)
    for source in HOSTILE.values():
        if str(touched) in source:
            ending(source)
    assert not touched.exists()


def test_reaching_the_host_would_be_noticed() -> None:
    assert ending("print('ESCAPED')\n")[0] == "escaped"


@cache
def endings(group: int) -> dict[str, tuple[str, str]]:
    """Return how each program of a group ended, and what it printed last; a program that ends its host says so."""
    waiting = list(HOSTILE)[group * GROUP : (group + 1) * GROUP]
    found: dict[str, tuple[str, str]] = {}
    while waiting:
        answer, harm = _run_child(waiting)
        for line in answer.splitlines():
            name, end, text = json.loads(line)
            found[name] = end, text
            waiting.remove(name)
        if waiting:
            found[waiting.pop(0)] = harm
    return found


def _run_child(names: list[str]) -> tuple[str, tuple[str, str]]:
    """Return the answers for as many programs as the child managed, and what became of it at the next one."""
    command = [sys.executable, "-m", "tests.program.hostile_child", *names]
    try:
        done = subprocess.run(command, cwd=HERE.parents[1], capture_output=True, timeout=GUARD_S, check=False)
    except subprocess.TimeoutExpired as error:
        # What was printed before is given as bytes, and its last line may be cut off.
        whole, _, _ = (error.stdout or b"").decode().rpartition("\n")
        return whole, ("hung", f"no end within {GUARD_S:g} seconds")
    return done.stdout.decode(), ("killed its process", f"{done.returncode}: {done.stderr.decode()[-1_000:]}")
