"""What programs printed, as lines with the moment and the thread that printed each."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import NamedTuple

from desktop_app.trace.memory_tables import OutputTable
from desktop_app.trace.trace import Trace

_TRACEBACK = "Traceback (most recent call last):"
_HEADINGS = (_TRACEBACK, "Exception in thread ", "Exception ignored in")
#: As much of a line as a piece may add is joined; a longer line is cut when it is shown.
MOST_CHARACTERS = 4_000


class OutputLine(NamedTuple):
    """A line, or the beginning of one.

    Attributes:
        process: Index of the process that printed it.
        thread: Index of the thread that began it.
        time_ns: When its first character was printed.
        text: What was printed of it by the moment it was asked for, without the end of the line, shortened.
        is_traceback: Whether it belongs to a traceback, or says which thread or object one is about.
    """

    process: int
    thread: int
    time_ns: int
    text: str
    is_traceback: bool


class _Lines:
    """The lines of one process: where each begins, and whether it is part of a traceback."""

    __slots__ = ("begin_ns", "offset", "open", "piece", "thread", "traceback", "within")

    def __init__(self) -> None:
        self.begin_ns = array("q")
        self.piece = array("i")
        self.offset = array("i")
        self.thread = array("i")
        self.traceback = array("b")
        #: Whether the last line has no end yet, and whether a traceback has begun and not ended.
        self.open = False
        self.within = False


class OutputLines:
    """The lines of one trace. It grows with the trace, and starts anew when history was forgotten."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._start_anew()

    @property
    def trace(self) -> Trace:
        """The trace."""
        return self._trace

    def count(self, t_ns: int, process: int = -1) -> int:
        """Return how many lines there are by ``t_ns``: of one process, or of all."""
        self._extend()
        if process < 0:
            return bisect_right(self._begin, t_ns)
        return bisect_right(self._of[process].begin_ns, t_ns) if process in self._of else 0

    def begin_ns(self, number: int, process: int) -> int:
        """Return when a line of a process began, by its number among them."""
        return self._of[process].begin_ns[number]

    def line(self, number: int, t_ns: int, process: int = -1) -> OutputLine:
        """Return a line by its number, from 0, in the order in which they began; see `count`."""
        if process < 0:
            process, number = self._process[number], self._number[number]
        lines = self._of[process]
        return OutputLine(
            process,
            lines.thread[number],
            lines.begin_ns[number],
            self._text(process, number, t_ns),
            bool(lines.traceback[number]),
        )

    def printed(self, t_ns: int) -> list[int]:
        """Return the processes that printed anything by ``t_ns``, in the order of the trace."""
        self._extend()
        return sorted(process for process, lines in self._of.items() if lines.begin_ns and lines.begin_ns[0] <= t_ns)

    def _start_anew(self) -> None:
        self._begin_ns = self._trace.begin_ns
        self._seen: dict[int, int] = {}
        self._of: dict[int, _Lines] = {}
        #: All lines in the order in which they began: when, whose, and the number among its process's lines.
        self._begin, self._process, self._number = array("q"), array("i"), array("i")

    def _extend(self) -> None:
        """Take over what was printed since the last time, as far as it is final."""
        trace = self._trace
        if self._begin_ns != trace.begin_ns:
            self._start_anew()
        new: list[tuple[int, int, int]] = []
        for process, (info, memory) in enumerate(zip(trace.processes, trace.memory, strict=True)):
            if info.listing < 0 or len(memory.output) <= self._seen.get(process, 0):
                continue
            lines = self._of.setdefault(process, _Lines())
            first, last = len(lines.begin_ns), bisect_right(memory.output.time, trace.known_until_ns)
            for piece in range(self._seen.get(process, 0), last):
                self._add(lines, memory.output, piece)
            self._seen[process] = last
            new += [(lines.begin_ns[number], process, number) for number in range(first, len(lines.begin_ns))]
        new.sort()
        for begin, process, number in new:
            self._begin.append(begin)
            self._process.append(process)
            self._number.append(number)

    def _add(self, lines: _Lines, output: OutputTable, piece: int) -> None:
        text, place = output.text[piece], 0
        while place < len(text):
            if not lines.open:
                lines.begin_ns.append(output.time[piece])
                lines.piece.append(piece)
                lines.offset.append(place)
                lines.thread.append(output.thread[piece])
                lines.traceback.append(0)
            end = text.find("\n", place)
            lines.open = end < 0
            if end < 0:
                return
            self._close(lines, output, piece)
            place = end + 1

    def _close(self, lines: _Lines, output: OutputTable, piece: int) -> None:
        """Say whether a line that has its end now is part of a traceback."""
        text = _joined(output, lines.piece[-1], lines.offset[-1], piece + 1)
        heading = text.startswith(_HEADINGS)
        lines.traceback[-1] = heading or lines.within
        if heading:
            lines.within = text.startswith(_TRACEBACK)
        elif lines.within:
            lines.within = text.startswith((" ", "\t"))  # the exception itself is the last line of it

    def _text(self, process: int, number: int, t_ns: int) -> str:
        lines, output = self._of[process], self._trace.memory[process].output
        return _joined(output, lines.piece[number], lines.offset[number], bisect_right(output.time, t_ns))


def _joined(output: OutputTable, piece: int, offset: int, until: int) -> str:
    """Return a line from a place in a piece to its end, as far as pieces before ``until`` have it."""
    parts, length = list[str](), 0
    while piece < until and length <= MOST_CHARACTERS:
        text = output.text[piece]
        end = text.find("\n", offset)
        parts.append(text[offset:] if end < 0 else text[offset:end])
        if end >= 0:
            break
        length += len(parts[-1])
        piece, offset = piece + 1, 0
    whole = "".join(parts)
    return whole if len(whole) <= MOST_CHARACTERS else whole[:MOST_CHARACTERS] + "…"
