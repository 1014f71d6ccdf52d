"""The log as a file: text to read, or CSV for other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from desktop_app.analysis.event_log import Entry, EventLog
from desktop_app.views.events.words import event_text
from desktop_app.views.times import time_text

#: A file has at most so many events, so that saving takes seconds and not minutes.
MOST_SAVED = 200_000
_PAGE = 4_000


def entries(log: EventLog, most: int = MOST_SAVED) -> Iterator[Entry]:
    """Yield the events of a log from the beginning of what is known to its end, at most so many."""
    page = log.after(log.trace.begin_ns - 1, min(most, _PAGE))
    left = most
    while page and left > 0:
        yield from page[:left]
        left -= len(page)
        page = log.after_place(page[-1].place, min(max(1, left), _PAGE)) if left > 0 else []


def as_text(log: EventLog) -> bytes:
    """Return a line for each event: its time, a tab, and what happened."""
    slot_ns = log.trace.header.instruction_ns
    return "".join(
        f"{time_text(entry.event.time_ns, slot_ns)}\t{event_text(log.trace, entry.event)}\n" for entry in entries(log)
    ).encode()


def as_csv(log: EventLog) -> bytes:
    """Return a table with the time in nanoseconds, the kind, process, thread and core, and what happened."""
    trace, stream = log.trace, io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(("time_ns", "kind", "process", "thread", "core", "event"))
    for entry in entries(log):
        event = entry.event
        kind = event.recorded.name if event.recorded is not None else event.kind.name
        writer.writerow(
            (
                event.time_ns,
                kind.lower(),
                trace.processes[event.process].label if event.process >= 0 else "",
                trace.threads[event.thread].name if event.thread >= 0 else "",
                event.core if event.core >= 0 else "",
                event_text(trace, event),
            )
        )
    return stream.getvalue().encode()
