"""From the arguments of a command to the scenario it is about."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop_app.model.scenario import Scenario
from desktop_app.storage.overriding import apply_overrides
from desktop_app.storage.scenario_file import open_source


def scenario_from(options: argparse.Namespace) -> Scenario:
    """Read the source that the options name and apply the overrides they give.

    Raises:
        CoreloomError: When the file or an option cannot be used.
    """
    return overridden(open_source(Path(options.source)), options)


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
