"""What is exported: a scenario, a recorded run, or a lesson."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from desktop_app.cli.source import scenario_from
from desktop_app.model.errors import ScenarioError
from desktop_app.model.lesson import Lesson
from desktop_app.model.scenario import Scenario
from desktop_app.storage.lesson_file import read_lesson
from desktop_app.storage.trace_file.reading import Recording, read_trace
from desktop_app.storage.wording import written

Source = Scenario | Lesson | Recording

#: The ending of trace files.
TRACE_SUFFIX: Final = ".coretrace"
_OVERRIDES: Final = (
    "cores", "policy", "placement", "quantum", "context_switch", "tick", "gil", "processes", "threads", "until", "seed",
)  # fmt: skip


def source_from(options: argparse.Namespace, *, lesson: bool) -> Source:
    """Read what is to be exported.

    Raises:
        CoreloomError: When it cannot be used, or an option cannot be used with it.
    """
    path = Path(options.source)
    if lesson:
        _check_fixed(options, "a lesson sets it itself")
        return read_lesson(path)
    if path.suffix.lower() == TRACE_SUFFIX:
        _check_fixed(options, "what is in a trace has happened")
        return read_trace(path)
    return scenario_from(options)


def _check_fixed(options: argparse.Namespace, why: str) -> None:
    """Refuse what would replace something of a scenario."""
    for name in _OVERRIDES:
        value = getattr(options, name)
        if value is not None:
            expected = f"a program or a scenario as SOURCE; {why}"
            raise ScenarioError(f"--{name.replace('_', '-')}", "", written(value), expected)


def print_of(source: Source) -> str:
    """Return a text by which two processes know that they have read the same, which may change between their starts."""
    if isinstance(source, Recording):
        return f"{source.scenario!r} {source.trace.header!r} {source.trace.known_until_ns}"
    return repr(source)
