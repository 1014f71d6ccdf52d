"""What the schedules of a program come to: each distinct outcome, with how many lead to it and the shortest one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from desktop_app.engine.schedules.counting import count_schedules, shortest_schedules
from desktop_app.engine.schedules.endings import awaited_name, container_name, variables_text
from desktop_app.engine.schedules.search import Bounds, Search
from desktop_app.engine.schedules.states import Doing, State
from desktop_app.engine.schedules.steps import CONTAINER
from desktop_app.engine.schedules.wording import Note
from desktop_app.model.machine import GilMode
from desktop_app.program.loading import load_program
from desktop_app.program.process import ProcessImage
from desktop_app.program.thread import ProgramThread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.engine.schedules.moving import Maker
    from desktop_app.model.workload import Program
    from desktop_app.program.loading import LoadedProgram

#: What the first process is numbered, as in a run.
_FIRST_PID: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A thread that waits for ever.

    Attributes:
        thread: Its label, such as ``P1·T2``.
        what: What it waits for, with the program's own name for it if there is one, such as ``lock first``.
        line: The line of the source that it is in.
    """

    thread: str
    what: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What a schedule comes to.

    Attributes:
        variables: The variables of each process, by name, as text.
        output: What was printed, tracebacks included.
        failed: Labels of the threads that an uncaught exception ended.
        waiting: The threads that wait for ever: a deadlock; empty when all have ended.
    """

    variables: tuple[tuple[tuple[str, str], ...], ...]
    output: str
    failed: tuple[str, ...]
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Consecutive steps of one thread.

    Attributes:
        thread: Its label.
        steps: How many steps it makes.
        notes: What it did.
    """

    thread: str
    steps: int
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One distinct outcome.

    Attributes:
        ending: What it is.
        schedules: How many schedules lead to it; None when there is no bound on them.
        shortest: The one of them with the fewest context switches and, among those, the fewest steps.
    """

    ending: Ending
    schedules: int | None
    shortest: tuple[Turn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exploration:
    """Everything that the schedules of one program lead to.

    Attributes:
        program: The program's file name.
        mode: Where threads may give way to others.
        source: Its source.
        threads: How many threads it begins with.
        most_threads: How many threads there are at most in one schedule, with those that it starts.
        outcomes: The distinct outcomes, that with the shortest schedule first.
        contested: Names of the variables, attributes and containers that two threads touch and one of them writes.
        endless: Whether a schedule may go round in a circle for ever.
        states: How many states were gone through.
        executed: How many different steps the interpreter executed for that.
        truncated: What it stopped at, for people; empty when it went through everything.
    """

    program: str
    mode: GilMode
    source: str
    threads: int
    most_threads: int
    outcomes: tuple[Outcome, ...]
    contested: tuple[str, ...]
    endless: bool
    states: int
    executed: int
    truncated: str

    @property
    def schedules(self) -> int | None:
        """How many schedules there are; None when there is no bound on them."""
        if self.endless:
            return None
        return sum(outcome.schedules or 0 for outcome in self.outcomes)

    @property
    def goes_wrong(self) -> bool:
        """Whether a deadlock or an uncaught exception was found."""
        return any(outcome.ending.waiting or outcome.ending.failed for outcome in self.outcomes)


def explore_program(program: Program, threads: int, *, mode: GilMode, bounds: Bounds | None = None) -> Exploration:
    """Go through every schedule of one process of a program whose body some threads execute.

    Raises:
        ProgramError: When the program cannot be loaded.
        UncopiableError: As `explore`.
    """
    loaded = load_program(program)

    def make() -> tuple[list[ProcessImage], list[tuple[ProgramThread, int]]]:
        image = ProcessImage(loaded)
        image.pid = _FIRST_PID
        return [image], [(image.start_thread(), 0) for _ in range(threads)]

    return explore(loaded, make, mode=mode, bounds=bounds)


def explore(loaded: LoadedProgram, make: Maker, *, mode: GilMode, bounds: Bounds | None = None) -> Exploration:
    """Go through every schedule of a program's threads.

    Args:
        loaded: The program.
        make: Makes its processes and threads anew.
        mode: Where threads may give way to others. Free-threaded and any-instruction are the same here.
        bounds: How much it may use.

    Raises:
        UncopiableError: When the program holds what cannot be compared.
    """
    search = Search(loaded, make, at_switch_points=mode is GilMode.GIL, bounds=bounds)
    edges, states = search.graph.edges, search.graph.states
    counts = count_schedules(edges)
    ends = [number for number, state in enumerate(states) if not any(place.may_go_on for place in state.places)]
    grouped: dict[Ending, list[int]] = {}
    reader = _Reader(search)
    for number in ends:
        grouped.setdefault(reader.ending(states[number]), []).append(number)
    paths = shortest_schedules(edges, ends)
    outcomes = []
    for ending, numbers in grouped.items():
        ways = [counts[number] for number in numbers]
        known = [way for way in ways if way is not None]
        path = min((paths[number] for number in numbers), key=_cost)
        schedules = sum(known) if len(known) == len(ways) else None
        outcomes.append((_cost(path), Outcome(ending=ending, schedules=schedules, shortest=reader.turns(path))))
    outcomes.sort(key=lambda pair: pair[0])
    return Exploration(
        program=loaded.listing.program,
        mode=mode,
        source=loaded.listing.source,
        threads=search.begun,
        most_threads=max(len(state.places) for state in states),
        outcomes=tuple(outcome for _, outcome in outcomes),
        contested=tuple(sorted({reader.name(process, name) for process, name in search.contested} - {""})),
        endless=any(count is None for count in counts),
        states=len(states),
        executed=search.executed,
        truncated=search.graph.truncated,
    )


def _cost(path: list[tuple[int, int]]) -> tuple[int, int, list[int]]:
    threads = [thread for _, thread in path]
    return sum(a != b for a, b in pairwise(threads)), len(path), threads


class _Reader:
    """Puts states and schedules into words."""

    def __init__(self, search: Search) -> None:
        self._states = search.graph.states
        self._mover = search.mover
        self._lines = search.loaded.listing.lines
        self._variables: dict[int, tuple[tuple[tuple[str, str], ...], ...]] = {}

    def ending(self, state: State) -> Ending:
        """Return what a schedule has come to in a state that nothing follows."""
        pairs = [(label(state, number), place) for number, place in enumerate(state.places)]
        if state.shared not in self._variables:
            images = self._mover.images(state)
            self._variables[state.shared] = tuple(tuple(sorted(variables_text(image).items())) for image in images)
        return Ending(
            variables=self._variables[state.shared],
            output=self._mover.texts[state.output],
            failed=tuple(name for name, place in pairs if place.status.doing is Doing.FAILED),
            waiting=tuple(self._waiting(state)),
        )

    def name(self, process: int, name: str) -> str:
        """Return what people call a contested variable, attribute or container; empty when it has no name."""
        if not name.startswith(CONTAINER):
            return name
        return container_name(self._mover.images(self._states[-1])[process], int(name.removeprefix(CONTAINER)))

    def _waiting(self, state: State) -> Iterator[Waiting]:
        """Yield who waits for what in a state that nothing follows."""
        stuck = [number for number, place in enumerate(state.places) if not place.over]
        if not stuck:
            return
        living = self._mover.living(state)
        for number in stuck:
            place, thread = state.places[number], living.threads[number]
            name = awaited_name(living.images[place.process], thread)
            what = f"{place.status.what} {name}" if name and not place.status.is_life else place.status.what
            line = self._lines[thread.next_line].line
            yield Waiting(thread=label(state, number), what=what, line=line)

    def turns(self, path: list[tuple[int, int]]) -> tuple[Turn, ...]:
        """Return a schedule in words."""
        turns: list[Turn] = []
        last = -1
        for number, thread in path:
            arrival = self._mover.arrive(self._states[number], thread)
            if thread == last:
                before = turns.pop()
                turns.append(Turn(thread=before.thread, steps=before.steps + 1, notes=before.notes + arrival.notes))
            else:
                turns.append(Turn(thread=label(self._states[number], thread), steps=1, notes=arrival.notes))
            last = thread
        return tuple(turns)


def label(state: State, thread: int) -> str:
    """Return how people call a thread, such as ``P1·T2``."""
    process = state.places[thread].process
    number = sum(place.process == process for place in state.places[: thread + 1])
    return f"P{process + 1}·T{number}"
