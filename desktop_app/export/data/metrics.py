"""The figures of a run as files: as the object that ``coreloom run --json`` prints, and as a table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from desktop_app.analysis.csv_text import csv_line
from desktop_app.analysis.report import Json, report
from desktop_app.export.data.pieces import STEPS, write_pieces
from desktop_app.export.progress import Progress, Untold
from desktop_app.model.durations import spaced_duration
from desktop_app.model.errors import FileError
from desktop_app.trace.trace import Trace

#: The columns that stand first, whatever a run has to say; all others follow as they come in its report.
_FIRST: Final = ("subject", "name", "program", "state")
#: Lists of things of their own are no cells.
_NO_CELLS: Final = frozenset({"processes", "cores"})


def write_metrics_json(trace: Trace, out: Path, progress: Progress | None = None) -> None:
    """Write all figures of a run as one JSON object on one line: the one that ``coreloom run --json`` prints.

    Raises:
        FileError: When the trace has forgotten its beginning, or the file cannot be written.
        CancelledError: When ``progress`` has it stop.
    """
    found = _whole_report(trace, out)
    write_pieces(out, [f"{json.dumps(found)}\n"])
    (progress or Untold()).frames(STEPS)


def write_metrics_csv(trace: Trace, out: Path, progress: Progress | None = None) -> None:
    """Write the figures of a run as CSV: a row for the run, each process, each thread and each core.

    Columns are called as the keys of the JSON; where one says nothing of a row's subject its cell is empty.

    Raises:
        FileError: When the trace has forgotten its beginning, or the file cannot be written.
        CancelledError: When ``progress`` has it stop.
    """
    rows = list(_rows(_whole_report(trace, out)))
    heads = list(dict.fromkeys((*_FIRST, *(key for row in rows for key in row))))
    lines: list[Sequence[str]] = [heads, *([row.get(head, "") for head in heads] for row in rows)]
    write_pieces(out, (f"{csv_line(line)}\r\n" for line in lines))
    (progress or Untold()).frames(STEPS)


def _whole_report(trace: Trace, out: Path) -> Json:
    if trace.begin_ns:
        raise FileError(
            str(out),
            f"the figures of a run need all of it, and what was before {spaced_duration(trace.begin_ns)} is forgotten "
            "here; export them from the scenario itself, which is run again then",
        )
    return report(trace)


def _rows(found: Json) -> Iterator[dict[str, str]]:
    """Yield a row for each subject of a report, as its cells by column."""
    metrics, processes, threads = _object(found["metrics"]), _list(found["processes"]), _list(found["threads"])
    title = {"subject": "run", "name": str(found["source"] or "")}
    yield title | dict(_cells(metrics)) | {"end_ns": str(found["end_ns"])}
    programs = {process["process"]: str(process["program"]) for process in processes}
    for process in _list(metrics["processes"]):
        number = process["process"]
        named = {"subject": "process", "name": f"P{number} {process['name']}", "program": programs[number]}
        yield named | dict(_cells({key: value for key, value in process.items() if key not in {"process", "name"}}))
    for thread in threads:
        named = {"subject": "thread", "program": programs[thread["process"]]}
        yield named | dict(_cells({key: value for key, value in thread.items() if key not in {"process", "thread"}}))
    for core in _list(metrics["cores"]):
        named = {"subject": "core", "name": f"core {core['core']}"}
        yield named | dict(_cells({key: value for key, value in core.items() if key != "core"}))


def _cells(values: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the cells for the values of an object; what is in an object within it has both names in its column's."""
    for key, value in values.items():
        column = f"{prefix}{key}"
        if key in _NO_CELLS:
            continue
        if isinstance(value, dict):
            if key == "blocked_ns":
                yield column, str(sum(value.values()))
            yield from _cells(value, "" if key == "percentiles" else f"{column}.")
        elif isinstance(value, list):
            yield column, str(len(value))
        else:
            yield column, "" if value is None else str(value)


def _object(value: object) -> Json:
    assert isinstance(value, dict)
    return value


def _list(value: object) -> list[Json]:
    assert isinstance(value, list)
    return value
