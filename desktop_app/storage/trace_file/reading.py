"""Reading a trace file from anybody: nothing of it is used before it is certain to be the trace of a run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from desktop_app.model.errors import CoreloomError, FileError
from desktop_app.model.scenario import Scenario
from desktop_app.storage.regular_file import open_regular_file
from desktop_app.storage.scenario_parsing import parse_scenario
from desktop_app.storage.trace_file.building import build_trace
from desktop_app.storage.trace_file.columns import SHAPES
from desktop_app.storage.trace_file.container import DamagedError, read_columns
from desktop_app.storage.trace_file.head import read_head
from desktop_app.storage.trace_file.head_checks import check_head
from desktop_app.storage.trace_file.ranges import check_columns
from desktop_app.storage.trace_file.soundness import check_tables
from desktop_app.trace.invariants import violations
from desktop_app.trace.trace import Trace

#: Dispatches, waits and instructions of a trace that is held against what is true of every run: in about a second.
#: In larger ones a lie, not a fault of the disk, which sums find, would be shown as it is told.
_MOST_HELD: Final = 20_000


class Recording(NamedTuple):
    """A run from a file.

    Attributes:
        trace: What happened; nothing is added to it any more, though its run may go on in it for ever.
        scenario: What was run. Its programs have no paths, as they are in the file.
    """

    trace: Trace
    scenario: Scenario


def read_trace(path: Path) -> Recording:
    """Return the run in a trace file, which need not come from somebody one trusts.

    Every picture, table and figure of it is that of the trace that was written, whatever version of Python this is.

    Raises:
        FileError: When it cannot be read, is no trace file, made by a newer Coreloom, damaged, or too large.
    """
    try:
        with open_regular_file(path) as stream:
            return read_from(stream, str(path))
    except DamagedError as error:
        raise FileError(str(path), str(error)) from None


def read_from(stream: BinaryIO, file: str) -> Recording:
    """Return the run in a stream; see `read_trace`.

    Raises:
        DamagedError: When it is no trace file, of a newer version, damaged, or too large.
    """
    columns = read_columns(stream, {name: shape.typecode for name, shape in SHAPES.items()})
    head = read_head(columns.pop("head").tobytes())
    try:
        scenario = parse_scenario(head.scenario, file=head.scenario_source or file, folder=None)
    except CoreloomError as error:
        raise DamagedError(
            f"its scenario cannot be read; Coreloom {head.made_by:.40} wrote it, and another one may be needed: {error}"
        ) from None
    check_head(head)
    check_columns(columns, head)
    trace = build_trace(head, columns)
    check_tables(trace)
    wrong = next(violations(trace), None) if _rows(trace) <= _MOST_HELD else None
    if wrong is not None:
        raise DamagedError(f"it is damaged: {wrong}")
    return Recording(trace, replace(scenario, source=head.scenario_source))


def _rows(trace: Trace) -> int:
    rows = sum(len(runs.whose) for runs in trace.runs) + len(trace.wait_log) + len(trace.standings)
    return rows + sum(map(len, trace.executed)) + 10 * len(trace.threads)
