"""Files that are given together: which of them are one document, and the scenario that several programs become."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from desktop_app.app.live import free_name
from desktop_app.model.scenario import Scenario
from desktop_app.model.workload import ProcessSpec
from desktop_app.storage.endings import FileKind, kind_of
from desktop_app.storage.program_file import read_program

#: Programs that are opened together at the most.
MAX_TOGETHER: Final = 50


def documents_of(paths: Sequence[Path]) -> list[tuple[Path, ...]]:
    """Return which of several files are opened together, in the order in which they were given.

    Programs are: each becomes a process of one scenario. Anything else is a document by itself.
    """
    programs = tuple(dict.fromkeys(path for path in paths if kind_of(path) is FileKind.PROGRAM))
    found: list[tuple[Path, ...]] = []
    for path in dict.fromkeys(paths):
        if path not in programs:
            found.append((path,))
        elif path == programs[0]:
            found.append(programs)
    return found


def scenario_of(programs: Sequence[Path], title: str) -> Scenario:
    """Return a scenario in which each program is a process, the first `MAX_TOGETHER` of them.

    Raises:
        CoreloomError: When one of them cannot be read.
    """
    names: set[str] = set()
    entries = []
    for path in programs[:MAX_TOGETHER]:
        program = read_program(path)
        name = free_name(program.name, names)
        names.add(name)
        entries.append(ProcessSpec(name=name, program=program))
    return Scenario(title=title, processes=tuple(entries))
