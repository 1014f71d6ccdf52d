"""What the tests of this room share: sample programs, running them in the interpreter, and running them in CPython."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.model.workload import Program
from desktop_app.program.compiler_child import describe
from desktop_app.program.compiling import CompiledProgram, read_answer
from desktop_app.program.effects import Outcome, OutputWrite, Park, Step
from desktop_app.program.loading import LoadedProgram, link_program
from desktop_app.program.process import ProcessImage

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parent
VERSIONS = ("3.11", "3.12", "3.13", "3.14")


def sections(file_name: str) -> dict[str, str]:
    """Return the programs of a text file by the name in the ``###`` line above each."""
    found: dict[str, list[str]] = {}
    for line in (HERE / file_name).read_text("utf-8").splitlines(keepends=True):
        if line.startswith("### "):
            lines = found.setdefault(line[4:].strip(), [])
        else:
            lines.append(line)
    return {name: "".join(lines) for name, lines in found.items()}


def all_sections(*file_names: str) -> dict[str, str]:
    """Return the programs of several files, whose names must differ: one would hide the other."""
    found: dict[str, str] = {}
    for file_name in file_names:
        programs = sections(file_name)
        assert not found.keys() & programs.keys(), f"{file_name} has names that stand in another file, too"
        found |= programs
    return found


CORPUS_FILES = ("corpus.txt", "functions.txt", "language.txt", "classes.txt")
CORPUS = all_sections(*CORPUS_FILES)
GENERATORS = sections("generators.txt")
#: Programs of a first course. They are long, so that only what they print is compared.
TUTORIAL = sections("tutorial.txt")
FAULTS = all_sections("faults.txt", "function_faults.txt", "raising_faults.txt", "class_faults.txt")


def compiled(source: str, name: str = "app.py") -> CompiledProgram:
    """Compile a sample in this process: the child's own code, without starting a child for every sample."""
    return read_answer(Program(name=name, source=source), json.dumps(describe(name, source)).encode())


def loaded(source: str, name: str = "app.py") -> LoadedProgram:
    return link_program(Program(name=name, source=source), compiled(source, name))


@dataclass
class Run:
    """A sample that was run in the interpreter."""

    loaded: LoadedProgram
    steps: list[Step]
    outcome: Outcome
    output: str
    variables: dict[str, str]


def output_of(steps: Iterable[Step]) -> str:
    return "".join(write.text for step in steps for write in step.writes if isinstance(write, OutputWrite))


def run_loaded(program: LoadedProgram, limit: int = 200_000) -> Run:
    """Run a program of one thread; what it waits for is over as soon as it waits."""
    image = ProcessImage(program)
    thread = image.start_thread()
    steps: list[Step] = []
    outcome = Outcome.RAN
    while outcome in (Outcome.RAN, Outcome.BLOCKED) and len(steps) < limit:
        batch = thread.run(limit - len(steps))
        steps += batch.steps
        outcome = batch.outcome
        if outcome is Outcome.BLOCKED:
            (*_, waits) = batch.requests
            if isinstance(waits, Park) and waits.timeout_ns is None:
                break
            image.now_ns += waits.timeout_ns or 0 if isinstance(waits, Park) else 0
            thread.resume(timed_out=True)
    return Run(program, steps, outcome, output_of(steps), image.globals_text())


def run(source: str, limit: int = 200_000) -> Run:
    return run_loaded(loaded(source), limit)


def run_in_cpython(source: str, folder: Path) -> tuple[str, str]:
    """Return what CPython itself prints for a sample, to standard output and to standard error."""
    (folder / "app.py").write_text(source, "utf-8")
    environment = os.environ | {"PYTHONUTF8": "1", "PYTHONWARNINGS": "ignore", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-S", "app.py"],
        cwd=folder,
        capture_output=True,
        check=False,
        env=environment,
        encoding="utf-8",
    )
    return done.stdout, done.stderr.replace(str(folder) + os.sep, "")
