"""Checkpoints: from them a run goes on with other actions, without being run from its beginning again."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from desktop_app.engine.recorder import Recorder
from desktop_app.engine.world import World
from desktop_app.program.copying import CopyReader
from desktop_app.program.values import OrderLostError
from desktop_app.trace.excerpt import Mark, mark

#: How many checkpoints are kept; when there are more, every other one goes and the distance doubles.
MAX_CHECKPOINTS = 16
#: Events and instructions between two checkpoints at first, and at least so many for each thread: a checkpoint
#: costs some 20 us per thread, so taking them slows a run by less than a tenth.
FIRST_DISTANCE = 20_000
DISTANCE_PER_THREAD = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The state of a run between two moments.

    Attributes:
        mark: How far the trace was.
        executed_ns: Up to when programs had executed, which may be later: in one go, as nothing was to come between.
        state: The pickled world and recorder, without what never changes.
        work: Events and instructions handled so far.
    """

    mark: Mark
    executed_ns: int
    state: bytes
    work: int


class Checkpoints:
    """The checkpoints of one run.

    Attributes:
        taken: The checkpoints, earliest first.
        distance: Events and instructions between two checkpoints.
        constants: What never changes and is shared by all checkpoints instead of being copied into each.
    """

    def __init__(self, constants: list[object], threads: int) -> None:
        self.constants = constants
        self.taken: list[Checkpoint] = []
        self.distance = max(FIRST_DISTANCE, DISTANCE_PER_THREAD * threads)
        self._next_work = self.distance

    def offer(self, world: World, recorder: Recorder, work: int) -> None:
        """Take a checkpoint if the last one is long enough ago and the programs hold nothing that cannot be copied.

        What cannot is a set, a loop over a dictionary, or a value that is nested deeper than pickle goes: then the run
        goes on from an earlier checkpoint, or from its beginning.
        """
        if work < self._next_work:
            return
        self._next_work = work + self.distance
        buffer = io.BytesIO()
        try:
            _Pickler(buffer, self.constants).dump((world, recorder.state()))
        except (OrderLostError, RecursionError):
            return
        self.taken.append(
            Checkpoint(
                mark=mark(recorder.trace, world.now_ns),
                executed_ns=max(core.since_ns for core in world.cores),
                state=buffer.getvalue(),
                work=work,
            )
        )
        if len(self.taken) > MAX_CHECKPOINTS:
            self.distance *= 2
            del self.taken[1::2]

    def clear(self) -> None:
        """Forget all: history was dropped that they refer to."""
        self.taken.clear()

    def before(self, t_ns: int) -> Checkpoint | None:
        """Return the last checkpoint at which nothing at ``t_ns`` or later had happened yet."""
        return max((c for c in self.taken if _is_before(c, t_ns)), key=lambda c: c.mark.now_ns, default=None)

    def restore(self, checkpoint: Checkpoint) -> tuple[World, dict[str, object]]:
        """Return the world, and the recorder's state, as they were."""
        world, state = CopyReader(io.BytesIO(checkpoint.state), self.constants).load()
        assert isinstance(world, World)
        assert isinstance(state, dict)
        return world, state

    def take_over(self, other: Checkpoints, until_ns: int) -> None:
        """Keep the checkpoints of an earlier run that both runs have in common."""
        self.taken = [checkpoint for checkpoint in other.taken if _is_before(checkpoint, until_ns)]
        if self.taken:
            self._next_work = self.taken[-1].work + self.distance


def _is_before(checkpoint: Checkpoint, t_ns: int) -> bool:
    """Return whether something new at ``t_ns`` comes after all that a checkpoint knows."""
    return checkpoint.mark.now_ns < t_ns and checkpoint.executed_ns <= t_ns


def _read_only(mapping: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(mapping)


def _reduce_mapping(mapping: MappingProxyType[object, object]) -> tuple[Callable[..., object], tuple[object]]:
    return _read_only, (dict(mapping),)


#: A policy's options are read-only, which pickle does not know how to keep.
_REDUCERS: dict[type, Callable[[Any], tuple[Any, ...]]] = {MappingProxyType: _reduce_mapping}


class _Pickler(pickle.Pickler):
    """Pickles constants by number."""

    def __init__(self, buffer: io.BytesIO, constants: list[object]) -> None:
        super().__init__(buffer, pickle.HIGHEST_PROTOCOL)
        self.dispatch_table = _REDUCERS
        self._numbers = {id(constant): number for number, constant in enumerate(constants)}

    def persistent_id(self, obj: object) -> int | None:
        return self._numbers.get(id(obj))
