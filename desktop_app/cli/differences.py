"""``coreloom differences``: the five differences between a process and a thread, with figures. Imports no Qt."""

from __future__ import annotations

import json

from desktop_app.cli.arguments import differences_parser
from desktop_app.cli.output import write_output
from desktop_app.teaching.differences.measuring import Measurements
from desktop_app.teaching.differences.report import table_json, table_text


def differences(arguments: list[str]) -> int:
    """Run the command and return its exit code, 0.

    Raises:
        CoreloomError: When what it runs is missing or damaged: the installation is.
    """
    options = differences_parser().parse_args(arguments)
    measurements = Measurements()
    text = json.dumps(table_json(measurements)) if options.json else table_text(measurements)
    write_output(f"{text}\n")
    return 0
