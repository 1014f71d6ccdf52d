"""Keeps frozen memory by number, so that equal memory is kept once, and turns it into living objects and back."""

from __future__ import annotations

from desktop_app.engine.schedules.freezing import Freezer, Frozen, Outside, Thawing
from desktop_app.engine.schedules.states import Place, State
from desktop_app.engine.schedules.steps import frame_of
from desktop_app.program.process import ProcessImage, ProgramThread


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

    def outside(self) -> Outside:
        """Return what frozen memory refers to by number."""
        return Outside({id(thread): number for number, thread in self.threads.items()})


class Memory:
    """Frozen memory by number.

    Attributes:
        parts: The memory.
        size: How many codes all of it has, for the bound on memory.
    """

    def __init__(self) -> None:
        self.parts: list[Frozen] = []
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

    def thaw(self, shared: int, places: dict[int, Place]) -> Living:
        """Return living processes and threads."""
        living = Living([], {})

        def stand_in(number: int) -> ProgramThread:
            if number not in living.threads:
                # What stands for a thread that takes no part is only ever told apart from others.
                kind = self.parts[places[number].local].key[0][0] if number in places else ProgramThread
                living.threads[number] = kind.__new__(kind)
            return living.threads[number]

        thawing = Thawing(self.parts[shared], (), stand_in)
        images, extras = thawing.roots
        living.images, living.extras, living.shared = list(images), list(extras), thawing.objects
        for number, place in places.items():
            thread, held = stand_in(number), [living.shared[ref] for ref in place.refs]
            Thawing(self.parts[place.local], held, stand_in, first=thread)
            frame_of(thread).space.frames.append(frame_of(thread))
            living.present.add(number)
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
            outside = living.outside()
            freezer = Freezer(outside)
            shared = self._keep(freezer.freeze([tuple(living.images), tuple(living.extras)]))
            outside.shared = freezer.numbers
            owned: dict[int, object] = {}
            found, twice = {}, list[object]()
            for number in sorted(living.present):
                own = Freezer(Outside({k: n for k, n in outside.threads.items() if n != number}, outside.shared))
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
