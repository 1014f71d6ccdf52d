"""Lets one living thread make one step, and writes down what it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_app.engine.schedules.steps import Access, StepRules, frame_of
from desktop_app.engine.schedules.wording import Note
from desktop_app.program.effects import Outcome, OutputWrite, StartThread

if TYPE_CHECKING:
    from collections.abc import Collection

    from desktop_app.engine.schedules.wording import Wording
    from desktop_app.program.effects import Request
    from desktop_app.program.log import Batch
    from desktop_app.program.thread import ProgramThread

#: Instructions after which a thread that makes no step gives others a turn, so that an endless loop is noticed.
MAX_PRIVATE_INSTRUCTIONS = 1_000


@dataclass(slots=True)
class Went:
    """What a thread did in one step.

    Attributes:
        notes: What it did, for people.
        accesses: The global variables and attributes that it touched.
        requests: What it asked for.
        output: What it printed.
        outcome: How it ended.
        ends_process: Whether its process ends with it.
        exit_code: The process's exit code when it does.
        instructions: How many instructions it executed.
        asks_who: Whether library code was executed, which may ask which thread it is.
    """

    notes: list[Note] = field(default_factory=list)
    accesses: set[Access] = field(default_factory=set)
    requests: list[Request] = field(default_factory=list)
    output: str = ""
    outcome: Outcome = Outcome.RAN
    ends_process: bool = False
    exit_code: int = 0
    instructions: int = 0
    asks_who: bool = False


@dataclass(slots=True, kw_only=True)
class Runner:
    """Runs a thread up to its next step.

    Attributes:
        rules: Which instructions are steps.
        process: Number of the thread's process.
        at_switch_points: Whether other threads get a turn only where CPython may give up the GIL.
        alone: Whether there never was another thread, so that nobody sees anything. Those that are over count: in
            another schedule they go on still.
        shared: Identities of the objects that other threads can reach.
    """

    rules: StepRules
    process: int
    at_switch_points: bool
    alone: bool
    shared: Collection[int]

    def wake(self, thread: ProgramThread, what: str, *, says: bool) -> Went:
        """Let a thread that has waited do what the library does then, such as taking the lock that it waited for."""
        went = Went()
        note = self.rules.woken(thread, what) if says else None
        self._take_note(went, thread.run(0))
        if note is not None:
            went.notes.append(note if went.outcome is not Outcome.BLOCKED else note._replace(text=f"waits on ({what})"))
        return went

    def run(self, thread: ProgramThread, *, steps: bool, went: Went | None = None) -> Went:
        """Execute a step and what goes with it; or, when ``steps`` is False, what comes before the next step."""
        went, begun, free, published = went or Went(), not steps, True, False
        after: tuple[str, int] | None = None
        while went.outcome is Outcome.RAN and went.instructions < MAX_PRIVATE_INSTRUCTIONS:
            if frame_of(thread).hidden:
                self._take_note(went, thread.run(0))
                continue
            is_step = not self.alone and self.rules.is_step(
                thread, self.shared, published=published, after=after if begun else self.rules.place(thread)
            )
            if is_step and begun and free:
                break
            begun |= is_step
            after = self.rules.place(thread) if is_step else after
            wording = None if self.alone else self._before(went, thread, published=published)
            published |= is_step and self.rules.publishes(thread)
            batch = thread.run(1, to_switch_point=self.at_switch_points)
            free = not self.at_switch_points or batch.at_switch_point or (free and not is_step)
            self._take_note(went, batch)
            if wording is not None and (is_step or batch.outcome in _NOTED):
                went.notes.append(self.rules.note(wording, batch, frame_of(thread)))
            elif batch.outcome is Outcome.FAILED:
                went.notes.append(self.rules.failure(batch))
        return went

    def _before(self, went: Went, thread: ProgramThread, *, published: bool) -> Wording:
        went.accesses.update(self.rules.accesses(thread, self.shared, self.process, published=published))
        return self.rules.wording(thread)

    def _take_note(self, went: Went, batch: Batch) -> None:
        went.outcome, went.ends_process, went.exit_code = batch.outcome, batch.ends_process, batch.exit_code
        went.requests += batch.requests
        if any(isinstance(request, StartThread) for request in batch.requests):
            self.alone = False
        # An empty batch counts, too: it must come to an end.
        went.instructions += max(batch.count, 1)
        went.asks_who |= batch.hidden_work > 0
        written = (write for writes in batch.log.writes.values() for write in writes)
        went.output += "".join(write.text for write in written if isinstance(write, OutputWrite))


_NOTED = frozenset({Outcome.FAILED, Outcome.BLOCKED})
