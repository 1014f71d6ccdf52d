"""What is exported: a scenario, a recorded run, or a lesson."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop_app.cli.source import is_trace_file, refuse_for_trace, refuse_overrides, scenario_from
from desktop_app.model.lesson import Lesson
from desktop_app.model.scenario import Scenario
from desktop_app.storage.lesson_file import read_lesson
from desktop_app.storage.trace_file.reading import Recording, read_trace

Source = Scenario | Lesson | Recording


def source_from(options: argparse.Namespace, *, lesson: bool) -> Source:
    """Read what is to be exported.

    Raises:
        CoreloomError: When it cannot be used, or an option cannot be used with it.
    """
    path = Path(options.source)
    if lesson:
        refuse_overrides(options, "a program or a scenario as SOURCE; a lesson sets it itself")
        return read_lesson(path)
    if is_trace_file(options.source):
        refuse_for_trace(options)
        return read_trace(path)
    return scenario_from(options)


def print_of(source: Source) -> str:
    """Return a text by which two processes know that they have read the same, which may change between their starts."""
    if isinstance(source, Recording):
        return f"{source.scenario!r} {source.trace.header!r} {source.trace.known_until_ns}"
    return repr(source)
