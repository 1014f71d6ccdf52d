"""The response times of a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import OPEN


class Response(NamedTuple):
    """One response: of a thread, from its arrival to its first run, or of a periodic thread's job, to its end.

    Attributes:
        known_ns: When it became known.
        length_ns: How long it took.
        thread: Whose.
    """

    known_ns: int
    length_ns: int
    thread: int


class Responses:
    """All responses of a trace, in the order in which they became known; they grow with the trace."""

    def __init__(self, lives: Lives) -> None:
        self._lives = lives
        self._start_anew()

    def _start_anew(self) -> None:
        self._begin_ns = self._lives.trace.begin_ns
        self._known_ns = self._begin_ns
        self._waited_for: set[int] = set()
        self._seen = 0
        self._jobs: dict[int, int] = {}
        self._found: list[Response] = []

    def until_now(self) -> Sequence[Response]:
        """Return what is known; not to be changed."""
        trace = self._lives.trace
        if trace.begin_ns != self._begin_ns or trace.known_until_ns < self._known_ns:
            self._start_anew()
        if trace.known_until_ns == self._known_ns and self._seen == len(trace.threads):
            return self._found
        self._known_ns = trace.known_until_ns
        self._waited_for.update(thread for thread in range(self._seen, len(trace.threads)) if thread not in trace.jobs)
        self._seen = len(trace.threads)
        new = []
        for thread in list(self._waited_for):
            first = self._lives.first_run_ns(thread)
            if first != OPEN:
                self._waited_for.discard(thread)
                new.append(Response(first, first - trace.threads[thread].arrival_ns, thread))
        for thread in trace.jobs:
            new += self._new_jobs(thread)
        self._found += sorted(new)
        return self._found

    def _new_jobs(self, thread: int) -> list[Response]:
        trace, table = self._lives.trace, self._lives.trace.jobs[thread]
        periodic = trace.processes[trace.threads[thread].process].periodic
        if periodic is None:
            return []
        done, found = self._jobs.get(thread, 0), []
        while done < len(table.finish) and table.finish[done] <= trace.known_until_ns:
            at_ns = table.finish[done]
            found.append(Response(at_ns, at_ns - table.first_ns - done * periodic.period_ns, thread))
            done += 1
        self._jobs[thread] = done
        return found
