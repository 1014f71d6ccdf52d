"""A trace as the JSON that Chrome and Perfetto open, with cores and threads as tracks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from heapq import merge
from itertools import chain
from pathlib import Path
from typing import Final

from desktop_app import __version__
from desktop_app.export.data.happenings import Happening, happenings
from desktop_app.export.data.intervals import START, Interval, Part, Span, Step, intervals, span_of, step_count, steps
from desktop_app.export.data.memory_sizes import memory_sizes
from desktop_app.export.data.pieces import told, write_pieces
from desktop_app.export.data.trace_csv import RUN_ENDS
from desktop_app.export.data.trace_events import CORES_PID, Counts, Tracks, args_of, json_text, microseconds
from desktop_app.export.progress import Progress, Untold
from desktop_app.model.machine import FULL_RATE_PPM
from desktop_app.trace.trace import Trace

#: Of more instructions none are shown: a viewer could hardly open the file.
MOST_INSTRUCTIONS: Final = 200_000
#: With more dispatches there are no arrows, and context switches are on the tracks of cores only.
MOST_DETAILED: Final = 50_000
#: Longer lines that a program printed are cut in the name of an event; they stand in its arguments.
_MOST_NAMED: Final = 60
_TIMES: Final = (
    "All times are simulated: they say how long things take on the scenario's machine, not how long this computer took."
)

Row = Interval | Step | Happening


def write_perfetto(
    trace: Trace,
    out: Path,
    progress: Progress | None = None,
    *,
    begin_ns: int | None = None,
    end_ns: int | None = None,
) -> None:
    """Write a run, or a stretch of it, in Chrome's trace event format, which ui.perfetto.dev opens.

    One group of tracks has what each core executes; each process has a group with a track for each thread: what state
    it is in and what it waits for, and the instructions it executes. See ``resources/guide/exports.md``.

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
    write_pieces(out, _document(trace, span, progress or Untold()))


def _document(trace: Trace, span: Span, progress: Progress) -> Iterator[str]:
    dispatches = sum(bisect_left(runs.dispatched, span.end_ns) for runs in trace.runs)
    dispatches -= sum(bisect_right(runs.ended, span.begin_ns) for runs in trace.runs)
    events = _Events(trace, span, detailed=dispatches <= MOST_DETAILED)
    instructions = step_count(trace, span) <= MOST_INSTRUCTIONS
    left_out = [] if instructions else ["instructions"]
    left_out += [] if events.detailed else ["arrows", "context switches on the tracks of threads"]
    yield f'{{"displayTimeUnit":"ns","otherData":{_header(trace, span, left_out)},"traceEvents":[\n'
    yield ",\n".join(events.tracks.metadata())
    rows: Iterator[Row] = merge(
        happenings(trace, span), intervals(trace, span), steps(trace, span) if instructions else (), key=START
    )
    for event in chain(events.sizes(), events.of(told(rows, *span, progress))):
        yield f",\n{event}"
    yield "\n]}\n"


def _header(trace: Trace, span: Span, left_out: list[str]) -> str:
    header = trace.header
    values = {
        "title": header.title,
        "source": header.source,
        "policy": header.policy_title,
        "placement": header.placement,
        "cores": header.cores,
        "quantum_ns": header.quantum_ns,
        "context_switch_ns": header.context_switch_ns,
        "instruction_ns": header.instruction_ns,
        "gil": header.gil,
        "seed": header.seed,
        "begin_ns": span.begin_ns,
        "end_ns": span.end_ns,
        "truncated": trace.truncated,
        "left_out": ", ".join(left_out),
        "python": header.python,
        "coreloom": __version__,
        "times": _TIMES,
    }
    return args_of(values).removeprefix(',"args":').removesuffix("}")


class _Events:
    """Makes the events of rows that come in order.

    Attributes:
        tracks: Where they are shown.
        detailed: Whether there are arrows, and context switches on the tracks of threads, too.
    """

    def __init__(self, trace: Trace, span: Span, *, detailed: bool) -> None:
        self._trace, self._span, self.detailed = trace, span, detailed
        self.tracks = Tracks(trace)
        labels = [info.label for info in trace.threads]
        processes = [f"{info.label} {info.name}" for info in trace.processes]
        self._run = [json_text(label) for label in labels]
        self._switch = [json_text(f"switch to {label}") for label in labels]
        self._of = [json_text(processes[info.process]) for info in trace.threads]
        self._waiting = [json_text(f"waiting for {cause.text}") for cause in trace.causes]
        self._gil = [cause.process >= 0 and cause.text.endswith("'s GIL") for cause in trace.causes]
        self._steps: dict[tuple[int, int], str] = {}
        #: What the last switch of each core took.
        self._switched = [0] * len(trace.runs)
        #: The number of the arrow from each thread that is ready, and until when it is.
        self._ready: dict[int, tuple[int, int]] = {}
        self._arrows = 0
        self._counts = Counts(
            (
                f'"pid":{CORES_PID},"name":"threads","args":{{"ready":',
                f'"pid":{CORES_PID},"name":"cores","args":{{"busy":',
            ),
            span.begin_ns,
        )

    def sizes(self) -> Iterator[str]:
        """Yield how much memory there is, of each process and in all."""
        for time_ns, process, size_bytes in memory_sizes(self._trace, self._span):
            where = f'"pid":{CORES_PID},"name":"RAM"'
            if process >= 0:
                where = f'{self.tracks.process[process].split(",")[0]},"name":"memory"'
            yield f'{{"ph":"C","ts":{microseconds(time_ns)},{where},"args":{{"bytes":{size_bytes}}}}}'

    def of(self, rows: Iterator[Row]) -> Iterator[str]:
        """Yield the events of rows."""
        for row in rows:
            if isinstance(row, Interval):
                if row.part <= Part.SWITCH:
                    yield from self._counts.take(row.start_ns, row.end_ns, 1)
                    yield from self._on_core(row)
                elif row.part is not Part.IDLE:
                    if row.part is Part.READY:
                        yield from self._counts.take(row.start_ns, row.end_ns, 0)
                    yield self._of_state(row)
                    yield from self._got_gil(row)
            else:
                yield self._of_step(row) if isinstance(row, Step) else self._of_happening(row)
        yield from self._counts.go_on(self._span.end_ns + 1)

    # -- intervals --------------------------------------------------------------------------------------------

    def _on_core(self, row: Interval) -> Iterator[str]:
        start, end, part, thread, core, cause, rate = row
        when = f'{{"ph":"X","ts":{microseconds(start)},"dur":{microseconds(end - start)},'
        arrow = self._arrow_to(thread, start) if self._ready else ""
        if part is Part.SWITCH:
            self._switched[core] = end - start
            yield f'{when}{arrow}{self.tracks.core[core]},"name":{self._switch[thread]}}}'
            if self.detailed:
                yield f'{when}{self.tracks.thread[thread]},"name":"context switch"}}'
        else:
            more = f',"switch_ns":{self._switched[core]}' if self._switched[core] else ""
            if rate != FULL_RATE_PPM:
                more += f',"speed":{rate / FULL_RATE_PPM}'
            self._switched[core] = 0
            yield (
                f'{when}{arrow}{self.tracks.core[core]},"name":{self._run[thread]},'
                f'"args":{{"process":{self._of[thread]},"ended":"{RUN_ENDS[cause]}"{more}}}}}'  # type: ignore[index]
            )

    def _arrow_to(self, thread: int, start_ns: int) -> str:
        """Return what has an arrow end at an event: at the first one of a core after a thread was ready."""
        number, until = self._ready.pop(thread, (0, -1))
        return f'"bind_id":"{number:#x}","flow_in":true,' if until == start_ns else ""

    def _arrow_from(self, row: Interval) -> str:
        """Return what has an arrow begin at the event of a ready thread that is given a core at its end."""
        if not self.detailed or row.end_ns >= min(self._span.end_ns, self._trace.ended[row.thread]):
            return ""
        self._arrows += 1
        self._ready[row.thread] = self._arrows, row.end_ns
        return f',"bind_id":"{self._arrows:#x}","flow_out":true'

    def _of_state(self, row: Interval) -> str:
        start, end, part, thread, core, cause, _ = row
        when = f'{{"ph":"X","ts":{microseconds(start)},"dur":{microseconds(end - start)},'
        if part is Part.OFFLINE:
            return f'{when}{self.tracks.core[core]},"name":"off line"}}'
        track = self.tracks.thread[thread]
        if part is Part.ON_CORE:
            return f'{when}{track},"name":"running on core {core}"}}'
        if part is Part.WAIT:
            return f'{when}{track},"name":{self._waiting[cause]}}}'
        arrow = self._arrow_from(row) if part is Part.READY else ""
        return f'{when}{track},"name":"{part.name.lower()}"{arrow}}}'

    def _got_gil(self, row: Interval) -> Iterator[str]:
        """Yield that a thread got the GIL, where its wait for it is over and it lives on."""
        end = row.end_ns
        if (
            row.part is Part.WAIT
            and self._gil[row.cause]
            and end < min(self._span.end_ns, self._trace.ended[row.thread])
        ):
            name = json_text(f"gets {self._trace.causes[row.cause].text}")
            yield f'{{"ph":"i","s":"t","ts":{microseconds(end)},{self.tracks.thread[row.thread]},"name":{name}}}'

    # -- instructions and events --------------------------------------------------------------------------------

    def _of_step(self, row: Step) -> str:
        start, end, thread, number, done = row
        listing = self._trace.processes[self._trace.threads[thread].process].listing
        tail = self._steps.get((listing, number))
        if tail is None:
            line = self._trace.listings[listing].lines[number]
            inside = "" if line.function == "<module>" else line.function
            values = {"line": line.line or None, "offset": f"0x{line.address:02X}", "function": inside}
            tail = f'"name":{json_text(f"{line.opname} {line.argument}".rstrip())}{args_of(values)}'
            self._steps[listing, number] = tail
        when = f'{{"ph":"X","ts":{microseconds(start)},"dur":{microseconds(end - start)},'
        cut = "" if done else '"cat":"cut",'
        return f"{when}{cut}{self.tracks.thread[thread]},{tail}"

    def _of_happening(self, row: Happening) -> str:
        if row.thread >= 0:
            scope, track = "t", self.tracks.thread[row.thread]
        elif row.process >= 0:
            scope, track = "p", self.tracks.process[row.process]
        else:
            scope, track = "g", self.tracks.core[0]
        words = " ".join(filter(None, (row.kind.replace("-", " "), row.cause)))
        if row.detail and not row.cause:
            named = row.detail if len(row.detail) <= _MOST_NAMED else row.detail[: _MOST_NAMED - 1] + "…"
            words = f"{words}: {named}"
        values = {
            "cause": row.cause,
            "detail": row.detail,
            "value": row.value,
            "core": row.core if row.core >= 0 else None,
        }
        when = f'{{"ph":"i","s":"{scope}","ts":{microseconds(row.time_ns)},{track}'
        return f'{when},"name":{json_text(words)}{args_of(values)}'
