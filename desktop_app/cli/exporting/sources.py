"""What is exported: a scenario, a recorded run, or a lesson."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop_app.cli.source import scenario_from
from desktop_app.model.errors import ScenarioError
from desktop_app.model.lesson import Lesson
from desktop_app.model.scenario import Scenario
from desktop_app.storage.lesson_file import read_lesson
from desktop_app.storage.wording import written

Source = Scenario | Lesson

_OVERRIDES = (
    "cores", "policy", "placement", "quantum", "context_switch", "tick", "gil", "processes", "threads", "until", "seed",
)  # fmt: skip


def source_from(options: argparse.Namespace, *, lesson: bool) -> Source:
    """Read what is to be exported.

    Raises:
        CoreloomError: When it cannot be used, or an option cannot be used with it.
    """
    if not lesson:
        return scenario_from(options)
    for name in _OVERRIDES:
        if getattr(options, name) is not None:
            flag, value = f"--{name.replace('_', '-')}", getattr(options, name)
            raise ScenarioError(flag, "", written(value), "a program or a scenario as SOURCE; a lesson sets it itself")
    return read_lesson(Path(options.source))
