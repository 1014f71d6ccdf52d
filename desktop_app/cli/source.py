"""From the arguments of a command to the scenario it is about."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from desktop_app.model.errors import ScenarioError
from desktop_app.model.scenario import Scenario
from desktop_app.storage.endings import FileKind, kind_of
from desktop_app.storage.overriding import apply_overrides
from desktop_app.storage.scenario_file import open_source
from desktop_app.storage.wording import written


def scenario_from(options: argparse.Namespace) -> Scenario:
    """Read the source that the options name and apply the overrides they give.

    Raises:
        CoreloomError: When the file or an option cannot be used.
    """
    return overridden(open_source(Path(options.source)), options)


#: What replaces parts of a scenario.
_OVERRIDES: Final = (
    *("cores", "policy", "placement", "quantum", "context_switch", "tick", "gil", "processes", "threads", "until"),
    "seed",
)


def is_trace_file(source: str) -> bool:
    """Return whether a source is a trace file, by its name."""
    return kind_of(source) is FileKind.TRACE


def refuse_overrides(options: argparse.Namespace, expected: str) -> None:
    """Refuse options that replace parts of a scenario, with a source that is none.

    Args:
        options: The command's options.
        expected: What would be right, as a noun phrase.

    Raises:
        ScenarioError: For the first that is given.
    """
    for name in _OVERRIDES:
        value = getattr(options, name)
        if value is not None:
            raise ScenarioError(f"--{name.replace('_', '-')}", "", written(value), expected)


def refuse_for_trace(options: argparse.Namespace) -> None:
    """Refuse options that would change the run of a trace file, which is over.

    Raises:
        ScenarioError: For the first that is given.
    """
    refuse_overrides(options, "a program or a scenario as SOURCE; the run of a trace file is recorded as it was")


def overridden(scenario: Scenario, options: argparse.Namespace) -> Scenario:
    """Return the scenario with what the options replace.

    Raises:
        ScenarioError: When an option cannot be used.
    """
    return apply_overrides(
        scenario,
        cores=options.cores,
        policy=options.policy,
        quantum=options.quantum,
        context_switch=options.context_switch,
        gil=options.gil,
        placement=options.placement,
        tick=options.tick,
        processes=options.processes,
        threads=options.threads,
        until=options.until,
        seed=options.seed,
    )
