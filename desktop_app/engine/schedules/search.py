"""Goes through every state that some schedule leads to, once each, depth first and within bounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_app.engine.schedules.moving import Maker, Mover
from desktop_app.engine.schedules.states import State

if TYPE_CHECKING:
    from desktop_app.program.loading import LoadedProgram


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much exploring may use.

    Attributes:
        states: How many states it goes through.
        codes: How much frozen memory it keeps, in codes of some 100 bytes each.
    """

    states: int = 200_000
    codes: int = 10_000_000


@dataclass(slots=True)
class Graph:
    """The states and the steps between them.

    Attributes:
        states: The states, in the order in which they were found; the first one is where all schedules begin.
        edges: For each state which thread's step leads to which state.
        truncated: What it stopped at, for people; empty when it went through everything.
    """

    states: list[State]
    edges: list[tuple[tuple[int, int], ...]]
    truncated: str = ""


@dataclass(slots=True)
class _Touched:
    """Who touched a global variable while there were other threads."""

    threads: set[int] = field(default_factory=set)
    written: bool = False


class Search:
    """Goes through the states of one program.

    Args:
        loaded: The program.
        make: Makes its process and threads anew.
        at_switch_points: Whether threads give way only where CPython may give up the GIL.
        bounds: How much it may use.

    Attributes:
        loaded: The program.
        begun: How many threads it begins with.
        graph: What was found.
        mover: What moves from state to state.
        contested: The contested global variables and attributes, by process.
        executed: How many moves the interpreter executed, all rounds together.
    """

    def __init__(
        self, loaded: LoadedProgram, make: Maker, *, at_switch_points: bool, bounds: Bounds | None = None
    ) -> None:
        self.loaded = loaded
        self.begun = len(make()[1])
        self._bounds = bounds or Bounds()
        self._touched: dict[tuple[int, str], _Touched] = {}
        self.contested: frozenset[tuple[int, str]] = frozenset()
        self.executed = 0
        while True:
            self.mover = Mover(loaded, make, self.contested, at_switch_points=at_switch_points)
            self.graph = self._explore()
            self.executed += self.mover.executed
            found = self._conflicts() | self.contested
            if found == self.contested:
                break
            # Steps were missing: what two threads touch is known only when they were seen to.
            self.contested = found

    def _conflicts(self) -> frozenset[tuple[int, str]]:
        return frozenset(
            place for place, touched in self._touched.items() if touched.written and len(touched.threads) > 1
        )

    def _explore(self) -> Graph:
        arrival = self.mover.begin()
        self._touch(arrival.accesses)
        first = arrival.state
        numbers = {first: 0}
        graph = Graph([first], [()])
        pending = [0]
        while pending:
            graph.truncated = self._reached_bound(len(graph.states))
            if graph.truncated:
                break
            number = pending.pop()
            edges = []
            for thread in self._choices(graph.states[number]):
                arrival = self.mover.arrive(graph.states[number], thread)
                self._touch(arrival.accesses)
                target = numbers.setdefault(arrival.state, len(graph.states))
                if target == len(graph.states):
                    graph.states.append(arrival.state)
                    graph.edges.append(())
                    pending.append(target)
                edges.append((thread, target))
            graph.edges[number] = tuple(edges)
        return graph

    def _choices(self, state: State) -> list[int]:
        return [number for number, place in enumerate(state.places) if place.may_go_on]

    def _reached_bound(self, states: int) -> str:
        if states > self._bounds.states:
            return f"stopped at {self._bounds.states:,} states: there may be more outcomes"
        if self.mover.memory.size > self._bounds.codes:
            return f"stopped at {states:,} states, which fill the memory: there may be more outcomes"
        return ""

    def _touch(self, accesses: tuple[tuple[int, frozenset[tuple[int, str, bool]]], ...]) -> None:
        for thread, touched in accesses:
            for process, name, writes in touched:
                found = self._touched.setdefault((process, name), _Touched())
                found.threads.add(thread)
                found.written |= writes
