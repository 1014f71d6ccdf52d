"""``coreloom run``: simulate to the end, or read a recorded run, and print the result. Imports no Qt."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from desktop_app.analysis.report import report
from desktop_app.analysis.report_text import table
from desktop_app.cli.arguments import run_parser
from desktop_app.cli.exit_code import exit_code_of
from desktop_app.cli.output import write_note, write_output
from desktop_app.cli.source import is_trace_file, refuse_for_trace, scenario_from
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.storage.trace_file.reading import read_trace
from desktop_app.trace.trace import Trace


def run(arguments: list[str]) -> int:
    """Run the command and return its exit code: 0, or 1 when an uncaught exception ended a simulated thread.

    Raises:
        CoreloomError: When the source or an option cannot be used.
    """
    options = run_parser().parse_args(arguments)
    trace = _trace(options)
    write_output(f"{json.dumps(report(trace)) if options.json else table(trace)}\n")
    if trace.truncated:
        write_note(trace.truncated)
    return exit_code_of(trace)


def _trace(options: argparse.Namespace) -> Trace:
    """Return the run of a source: simulated now, or as it was recorded."""
    if not is_trace_file(options.source):
        return simulate(scenario_from(options), BATCH_LIMITS).run()
    refuse_for_trace(options)
    return read_trace(Path(options.source)).trace
