"""The words of the trace event format, in which Chrome and Perfetto read what happened: JSON, an object an event.

The format (Trace Event Format, Google, 2016) has times in microseconds. Versions of Perfetto's trace processor multiply
them by 1000 as floating-point numbers and cut off what is behind the point, and all leave out an event that overlaps
another one of its track in part. So a time is written as a number that gives the exact nanosecond that way, too.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from heapq import heappop, heappush
from typing import Final

from desktop_app.trace.trace import Trace

_NS_PER_US: Final = 1_000
#: Beyond so many nanoseconds, 101 days, a floating-point number of microseconds does not tell them apart any more.
_EXACT_NS: Final = 2**43 * _NS_PER_US

#: The process whose threads are the cores.
CORES_PID: Final = 1
_FIRST_CORE_TID: Final = 100
#: A process has its own number times this, and its threads follow: 20003 is P2·T3.
_LEAST_STRIDE: Final = 10_000


def json_text(text: str) -> str:
    """Return a text as JSON. DEL is escaped, too: older versions of Perfetto take it for the end of a file."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def microseconds(time_ns: int) -> str:
    """Return a time as a JSON number of microseconds."""
    whole, part = divmod(time_ns, _NS_PER_US)
    if not part:
        return str(whole)
    if time_ns >= _EXACT_NS:
        return f"{whole}.{part:03}"
    number = time_ns / _NS_PER_US
    while int(number * 1000.0) < time_ns:
        number = math.nextafter(number, math.inf)
    return repr(number)


class Tracks:
    """Where events are shown: the track of each core, process and thread. No two have a thread number in common.

    Attributes:
        core: For each core, the JSON that puts an event on its track.
        process: For each process, the JSON that puts an event among its own.
        thread: For each thread, the JSON that puts an event on its track.
    """

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        most = max((len(info.threads) for info in trace.processes), default=0)
        stride = _LEAST_STRIDE
        while stride <= most:
            stride *= 10
        self.core = [f'"pid":{CORES_PID},"tid":{_FIRST_CORE_TID + core}' for core in range(trace.header.cores)]
        pids = [stride * info.number for info in trace.processes]
        self.process = [f'"pid":{pid},"tid":{pid}' for pid in pids]
        self.thread = [f'"pid":{pids[info.process]},"tid":{pids[info.process] + info.number}' for info in trace.threads]

    def metadata(self) -> list[str]:
        """Return the events that name the tracks and put them in order: the cores above the processes."""
        trace = self._trace
        found = _named(f'"pid":{CORES_PID}', "process", "Cores", 0)
        for core, track in enumerate(self.core):
            found += _named(track, "thread", f"core {core}", core)
        for process, info in enumerate(trace.processes):
            name = f"{info.label} {info.name}"
            found += _named(self.process[process].split(",")[0], "process", name, info.number)
        for thread, named in enumerate(trace.threads):
            found += _named(self.thread[thread], "thread", named.label, named.number)
        return found


def _named(track: str, kind: str, name: str, order: int) -> list[str]:
    return [
        f'{{"ph":"M",{track},"name":"{kind}_name","args":{{"name":{json_text(name)}}}}}',
        f'{{"ph":"M",{track},"name":"{kind}_sort_index","args":{{"sort_index":{order}}}}}',
    ]


def args_of(values: Mapping[str, object]) -> str:
    """Return an event's arguments as the end of its JSON; without those that are None or empty."""
    kept = {name: value for name, value in values.items() if value not in {None, ""}}
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).replace("\x7f", "\\u007f")
    return f',"args":{text}}}' if kept else "}"


class Counts:
    """Counts how many intervals are under way at each moment, of several kinds, as their starts come in order."""

    def __init__(self, events: tuple[str, ...], begin_ns: int) -> None:
        """Begin to count.

        Args:
            events: For each kind the JSON of its events, up to the value.
            begin_ns: When the first interval may start.
        """
        self._events = events
        self._now_ns = begin_ns
        self._values = [0] * len(events)
        self._shown = [-1] * len(events)
        self._ends: list[tuple[int, int]] = []

    def take(self, start_ns: int, end_ns: int, kind: int) -> list[str]:
        """Count an interval, and return the events of what had changed before it."""
        found = self.go_on(start_ns)
        if end_ns > start_ns:
            self._values[kind] += 1
            heappush(self._ends, (end_ns, kind))
        return found

    def go_on(self, until_ns: int) -> list[str]:
        """Return the events of what changed before a moment; what ends at the moment itself is counted out."""
        found: list[str] = []
        ends = self._ends
        while ends and ends[0][0] <= until_ns:
            time, kind = heappop(ends)
            if time > self._now_ns:
                found += self._changed()
                self._now_ns = time
            self._values[kind] -= 1
        if until_ns > self._now_ns:
            found += self._changed()
            self._now_ns = until_ns
        return found

    def _changed(self) -> list[str]:
        found = []
        for kind, value in enumerate(self._values):
            if value != self._shown[kind]:
                self._shown[kind] = value
                found.append(f'{{"ph":"C","ts":{microseconds(self._now_ns)},{self._events[kind]}{value}}}}}')
        return found
