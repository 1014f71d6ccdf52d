"""A trace as CSV (RFC 4180): a row for each interval, each instruction and each event, in order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import merge
from pathlib import Path
from typing import Final

from desktop_app.analysis.csv_text import csv_field, csv_line
from desktop_app.export.data.happenings import Happening, happenings
from desktop_app.export.data.intervals import START, Interval, Part, Span, Step, intervals, span_of, steps
from desktop_app.export.data.pieces import told, write_pieces
from desktop_app.export.progress import Progress, Untold
from desktop_app.trace.tables import RunEnd
from desktop_app.trace.trace import Trace

COLUMNS: Final = ("start_ns", "end_ns", "kind", "process", "thread", "core", "cause", "detail", "value")

#: Why a thread left its core, or why a row of it ends.
RUN_ENDS: Final = {
    RunEnd.OPEN: "goes on",
    RunEnd.SWITCHED: "goes on",  # of switches only, unless somebody made up a recording
    RunEnd.EXPIRED: "slice over",
    RunEnd.PREEMPTED: "preempted",
    RunEnd.BLOCKED: "blocked",
    RunEnd.TERMINATED: "terminated",
    RunEnd.RATE: "speed changed",
}
_END: Final = "\r\n"

Row = Interval | Step | Happening


def write_trace_csv(
    trace: Trace,
    out: Path,
    progress: Progress | None = None,
    *,
    begin_ns: int | None = None,
    end_ns: int | None = None,
) -> None:
    """Write what happened in a run, or in a stretch of it, as CSV.

    The rows of a core, and those of a thread, tile its time; intervals are cut to the stretch. No field is one that a
    spreadsheet takes for a formula: such texts have an apostrophe in front.

    Args:
        trace: The trace.
        out: The file.
        progress: Is told of `STEPS` steps.
        begin_ns: Where the stretch begins; as early as the trace remembers when None.
        end_ns: Where it ends; as late as the trace knows when None.

    Raises:
        FileError: When the file cannot be written.
        CancelledError: When ``progress`` has it stop.
    """
    span = span_of(trace, begin_ns, end_ns)
    write_pieces(out, _lines(trace, span, progress or Untold()))


def _lines(trace: Trace, span: Span, progress: Progress) -> Iterator[str]:
    yield f"{csv_line(COLUMNS)}{_END}"
    rows: Iterator[Row] = merge(
        happenings(trace, span),
        intervals(trace, span),
        steps(trace, span),
        key=START,
    )
    line = _writer(trace)
    for row in told(rows, *span, progress):
        text = line(row)
        if text:
            yield text


def _writer(trace: Trace) -> Callable[[Row], str]:
    """Return what makes a line of a row; empty for one whose parts have lines of their own."""
    threads = [f"P{info.process_number},{info.name}" for info in trace.threads]
    processes = [info.label for info in trace.processes]
    causes = [csv_field(cause.text) for cause in trace.causes]
    listings = [[csv_field(f"{line.opname} {line.argument}".rstrip()) for line in one.lines] for one in trace.listings]
    listing_of = [trace.processes[info.process].listing for info in trace.threads]
    source_lines = [[line.line or "" for line in one.lines] for one in trace.listings]
    at_core = [-1] * len(threads)
    kinds = {part: part.name.lower() for part in Part}

    def of_interval(row: Interval) -> str:
        start, end, part, thread, core, cause, rate = row
        if part is Part.RUN:
            why = RUN_ENDS[cause]  # type: ignore[index]
            return f"{start},{end},run,{threads[thread]},{core},{why},,{rate}{_END}"
        if part is Part.ON_CORE:
            at_core[thread] = core
            return ""
        who, where = threads[thread] if thread >= 0 else ",", core if core >= 0 else ""
        return f"{start},{end},{kinds[part]},{who},{where},{causes[cause] if cause >= 0 else ''},,{_END}"

    def of_step(row: Step) -> str:
        start, end, thread, line, done = row
        listing = listing_of[thread]
        where, source = at_core[thread], source_lines[listing][line]
        return (
            f"{start},{end},instruction,{threads[thread]},{where},{'' if done else 'goes on'},"
            f"{listings[listing][line]},{source}{_END}"
        )

    def of_happening(row: Happening) -> str:
        who = f"{processes[row.process] if row.process >= 0 else ''},"
        who = threads[row.thread] if row.thread >= 0 else who
        where, value = row.core if row.core >= 0 else "", "" if row.value is None else row.value
        words = f"{csv_field(row.cause)},{csv_field(row.detail)}"
        return f"{row.time_ns},{row.time_ns},{row.kind},{who},{where},{words},{value}{_END}"

    def line(row: Row) -> str:
        if isinstance(row, Interval):
            return of_interval(row)
        return of_step(row) if isinstance(row, Step) else of_happening(row)

    return line
