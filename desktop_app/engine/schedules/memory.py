"""Keeps frozen memory by number, so that equal memory is kept once, and turns it into living objects and back."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.engine.schedules.freezing import Freezer, Frozen, Outside, Thawing
from desktop_app.engine.schedules.pinning import Content, Pins
from desktop_app.engine.schedules.states import Place, State
from desktop_app.engine.schedules.steps import frame_of
from desktop_app.program.process import MOST_THREADS, ProcessImage
from desktop_app.program.thread import ProgramThread


class Living:
    """Processes and threads that can execute.

    Attributes:
        images: The processes.
        threads: Threads by their numbers; some may only stand for those that do not take part in a step.
        present: Numbers of those that can execute.
        extras: Objects that several threads can reach although no global variable leads to them.
        shared: The objects of the shared memory, by their numbers when it was made.
    """

    def __init__(self, images: list[ProcessImage], threads: dict[int, ProgramThread]) -> None:
        self.images = images
        self.threads = threads
        self.present = set(threads)
        self.extras: list[object] = []
        self.shared: list[object] = []

    def number(self, thread: ProgramThread) -> int:
        """Return the number of a thread.

        Raises:
            KeyError: When it is none of them.
        """
        for number, one in self.threads.items():
            if one is thread:
                return number
        raise KeyError(thread)

    def outside(self, pins: Pins) -> Outside:
        """Return what frozen memory refers to by number or by name."""
        return Outside({id(thread): number for number, thread in self.threads.items()}, pins.names(self.images))

    def number_threads(self, processes: Sequence[int]) -> None:
        """Give threads the numbers by which the program knows them; they count from 1 in each process.

        Args:
            processes: Number of the process of each thread.
        """
        counts = [0] * len(self.images)
        for number, process in enumerate(processes):
            counts[process] += 1
            image = self.images[process]
            known = image.pid * MOST_THREADS + counts[process]
            image.family.threads[known] = self.threads[number]
            if number in self.present:
                frame_of(self.threads[number]).number = known


class Memory:
    """Frozen memory by number.

    Attributes:
        parts: The memory.
        pins: The objects of the library that are the same ones in all of it.
        size: How many codes all of it has, for the bound on memory.
    """

    def __init__(self) -> None:
        self.parts: list[Frozen] = []
        self.pins = Pins()
        self.size = 0
        self._numbers: dict[tuple[object, ...], int] = {}
        self._extras: set[int] = set()

    def has_extras(self, shared: int) -> bool:
        """Whether shared memory has objects that only threads lead to."""
        return shared in self._extras

    def copiable(self, state: State) -> bool:
        """Whether a state can be made from its frozen memory."""
        numbers = [state.shared, *(place.local for place in state.places if not place.over)]
        return all(self.parts[number].copiable for number in numbers)

    def thaw(self, shared: int, places: dict[int, Place], processes: Sequence[int]) -> Living:
        """Return living processes and threads.

        Args:
            shared: Number of the shared memory.
            places: The threads that take part.
            processes: Number of the process of each thread, of those too that take no part.
        """
        living = Living([], {})

        def stand_in(number: int) -> ProgramThread:
            if number not in living.threads:
                # What stands for a thread that takes no part is only ever told apart from others.
                kind = self.parts[places[number].local].key[0][0] if number in places else ProgramThread
                living.threads[number] = kind.__new__(kind)
            return living.threads[number]

        thawing = Thawing(self.parts[shared], (), stand_in, self.pins.objects)
        images, extras, contents = thawing.roots
        self.pins.put_back(Content(*content) for content in contents)
        living.images, living.extras, living.shared = list(images), list(extras), thawing.objects
        for number, place in places.items():
            thread, held = stand_in(number), [living.shared[ref] for ref in place.refs]
            Thawing(self.parts[place.local], held, stand_in, self.pins.objects, first=thread)
            frame_of(thread).space.frames.append(frame_of(thread))
            living.present.add(number)
        for number in range(len(processes)):
            stand_in(number)
        living.number_threads(processes)
        return living

    def freeze(self, living: Living) -> tuple[int, dict[int, tuple[int, tuple[int, ...]]]]:
        """Keep the memory of living threads.

        What several of them can reach beside the global variables becomes part of the shared memory.

        Returns:
            The number of the shared memory; for each thread that is present and goes on, the number of its own and
            what that refers to. ``living.shared`` has the objects of the shared memory then.
        """
        living.extras = []
        while True:
            outside = living.outside(self.pins)
            freezer = Freezer(outside)
            contents = tuple(
                (name, holds, tuple(values))
                for name, holds, values in self.pins.contents(living.images, outside.pinned)
            )
            shared = self._keep(freezer.freeze([tuple(living.images), tuple(living.extras), contents]))
            outside.shared = freezer.numbers
            owned: dict[int, object] = {}
            found, twice = {}, list[object]()
            for number in sorted(living.present):
                own = Freezer(
                    Outside(
                        {one: other for one, other in outside.threads.items() if other != number},
                        outside.pinned,
                        outside.shared,
                    )
                )
                frozen = own.freeze([living.threads[number]])
                twice += [one for one in own.objects if id(one) in owned]
                owned |= {id(one): one for one in own.objects}
                found[number] = (self._keep(frozen), frozen.refs)
            if not twice:
                break
            living.extras += twice
        living.shared = freezer.objects
        if living.extras:
            self._extras.add(shared)
        return shared, found

    def _keep(self, frozen: Frozen) -> int:
        number = self._numbers.setdefault((frozen.key, frozen.copiable), len(self.parts))
        if number == len(self.parts):
            self.parts.append(frozen)
            self.size += sum(len(record) for record in frozen.key)
        return number
