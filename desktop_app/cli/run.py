"""``coreloom run``: simulate to the end and print the result. Imports no Qt."""

from __future__ import annotations

import json

from desktop_app.analysis.report import report
from desktop_app.analysis.report_text import table
from desktop_app.cli.arguments import run_parser
from desktop_app.cli.exit_code import exit_code_of
from desktop_app.cli.output import write_note, write_output
from desktop_app.cli.source import scenario_from
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS


def run(arguments: list[str]) -> int:
    """Run the command and return its exit code: 0, or 1 when an uncaught exception ended a simulated thread.

    Raises:
        CoreloomError: When the source or an option cannot be used.
    """
    options = run_parser().parse_args(arguments)
    trace = simulate(scenario_from(options), BATCH_LIMITS).run()
    write_output(f"{json.dumps(report(trace)) if options.json else table(trace)}\n")
    if trace.truncated:
        write_note(trace.truncated)
    return exit_code_of(trace)
