"""Lets one living thread make one step, and writes down what it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_app.engine.schedules.steps import Access, Note, StepRules, frame_of
from desktop_app.program.effects import Outcome, OutputWrite, StartThread

if TYPE_CHECKING:
    from collections.abc import Collection

    from desktop_app.program.effects import Batch, Request
    from desktop_app.program.process import ProgramThread

#: Instructions after which a thread that makes no step gives others a turn, so that an endless loop is noticed.
MAX_PRIVATE_INSTRUCTIONS = 1_000


@dataclass(slots=True)
class Went:
    """What a thread did in one step.

    Attributes:
        notes: What it did, for people.
        accesses: The global variables that it touched.
        requests: What it asked for.
        output: What it printed.
        outcome: How it ended.
        ends_process: Whether its process ends with it.
        instructions: How many instructions it executed.
    """

    notes: list[Note] = field(default_factory=list)
    accesses: set[Access] = field(default_factory=set)
    requests: list[Request] = field(default_factory=list)
    output: str = ""
    outcome: Outcome = Outcome.RAN
    ends_process: bool = False
    instructions: int = 0


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

    def run(self, thread: ProgramThread, *, steps: bool) -> Went:
        """Execute a step and what goes with it; or, when ``steps`` is False, what comes before the next step."""
        went, begun, free, published = Went(), not steps, True, False
        after: tuple[str, int] | None = None
        while went.outcome is Outcome.RAN and went.instructions < MAX_PRIVATE_INSTRUCTIONS:
            is_step = not self.alone and self.rules.is_step(
                thread, self.shared, published=published, after=after if begun else self.rules.place(thread)
            )
            if is_step and begun and free:
                break
            begun |= is_step
            after = self.rules.place(thread) if is_step else after
            published |= is_step and self.rules.publishes(thread)
            batch = thread.run(1, to_switch_point=self.at_switch_points)
            free = not self.at_switch_points or batch.at_switch_point or (free and not is_step)
            self._note(went, batch, thread, is_step=is_step)
        return went

    def _note(self, went: Went, batch: Batch, thread: ProgramThread, *, is_step: bool) -> None:
        went.outcome, went.ends_process = batch.outcome, batch.ends_process
        went.requests += batch.requests
        if any(isinstance(request, StartThread) for request in batch.requests):
            self.alone = False
        # An empty batch counts, too: it must come to an end.
        went.instructions += max(len(batch.steps), 1)
        for step in batch.steps:
            went.output += "".join(write.text for write in step.writes if isinstance(write, OutputWrite))
            access = None if self.alone else self.rules.access(self.rules.code[step.line], self.process)
            if access is not None:
                went.accesses.add(access)
            if is_step or batch.outcome is Outcome.FAILED:
                went.notes.append(self.rules.note(step, frame_of(thread)))
