"""``coreloom compare``: two to four runs beside each other. Imports no Qt."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from desktop_app.analysis.comparison import LEAST_SIDES, MOST_SIDES, comparison_of, side_of
from desktop_app.analysis.comparison_report import comparison_json, comparison_text
from desktop_app.cli.arguments import compare_parser
from desktop_app.cli.exit_code import exit_code_of
from desktop_app.cli.output import write_note, write_output
from desktop_app.cli.source import overridden
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.counting import counted
from desktop_app.model.errors import ScenarioError
from desktop_app.model.quoting import line_shown
from desktop_app.model.scenario import Scenario
from desktop_app.storage.scenario_file import open_source
from desktop_app.storage.variant import apply_variant, parse_variant

#: What the source of a single one is called where nothing else is changed of it.
_AS_IT_IS = "as it is"


def compare(arguments: list[str]) -> int:
    """Run the command and return its exit code: 0, or 1 when an uncaught exception ended a simulated thread.

    Raises:
        CoreloomError: When a source, a variant or an option cannot be used.
    """
    options = compare_parser().parse_args(arguments)
    scenarios = _scenarios(options)
    # All traces are kept at the same time: together they may take what one run may.
    limits = replace(BATCH_LIMITS, trace_bytes=BATCH_LIMITS.trace_bytes // len(scenarios))
    sides = [side_of(title, simulate(scenario, limits).run()) for title, scenario in scenarios]
    comparison = comparison_of(sides)
    shown = json.dumps(comparison_json(comparison, sides)) if options.json else comparison_text(comparison)
    write_output(f"{shown}\n")
    for side in sides:
        if side.trace.truncated:
            write_note(f"{side.title}: {side.trace.truncated}")
    return exit_code_of(*(side.trace for side in sides))


def _scenarios(options: argparse.Namespace) -> list[tuple[str, Scenario]]:
    """Return what is compared: the sources, or the variants of a single one, each with its title."""
    sources, variants = options.source, options.variant
    if variants and len(sources) > 1:
        expected = "one SOURCE, of which there are variants; or several sources and no variants"
        raise ScenarioError("--variant", "", f"given for {len(sources)} sources", expected)
    if len(variants) == 1:
        variants = ["", *variants]
    count = len(variants) or len(sources)
    if not LEAST_SIDES <= count <= MOST_SIDES:
        expected = f"{LEAST_SIDES} to {MOST_SIDES} sources, or one and --variant for each change of it"
        raise ScenarioError("compare", "", counted(count, "variant" if variants else "source"), expected, "has")
    for variant in variants:
        parse_variant(variant, file="--variant")  # before anything is read
    opened = [overridden(open_source(Path(source)), options) for source in sources]
    if not variants:
        return list(zip(_titles(sources), opened, strict=True))
    return [
        (line_shown(variant.strip()) or _AS_IT_IS, apply_variant(opened[0], variant, file="--variant"))
        for variant in variants
    ]


def _titles(sources: Sequence[str]) -> list[str]:
    """Return the files' names; the whole paths of those that have one name, with numbers where they are one file."""
    names = [Path(source).name for source in sources]
    shown = [source if names.count(name) > 1 else name for source, name in zip(sources, names, strict=True)]
    seen: Counter[str] = Counter()
    found = []
    for title in shown:
        seen[title] += 1
        found.append(line_shown(title if shown.count(title) == 1 else f"{title} ({seen[title]})"))
    return found
