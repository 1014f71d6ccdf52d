"""``coreloom schema``: the JSON Schema of scenario files."""

from __future__ import annotations

import json

from desktop_app.cli.arguments import schema_parser
from desktop_app.cli.output import write_output
from desktop_app.storage.scenario_file import scenario_schema


def schema(arguments: list[str]) -> int:
    """Run the command and return its exit code, 0."""
    schema_parser().parse_args(arguments)
    write_output(f"{json.dumps(scenario_schema(), indent=2, ensure_ascii=False)}\n")
    return 0
