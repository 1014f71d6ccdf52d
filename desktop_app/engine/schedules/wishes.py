"""What becomes of a state by a thread's step: the requests of threads without time, and the ends of processes.

A wait that has a time limit, a sleep and the service of a device may end at any moment, in any order: there is no time
here, so every order of such ends that a real machine could show is among those explored.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.engine.schedules.states import ENDED, READY, Doing, Place, State, Status, Wish


@dataclass(slots=True)
class Draft:
    """A state that is being worked out.

    Attributes:
        places: The threads.
        exits: Exit code of each process; None while it runs.
        settling: Numbers of the threads that go on to their next step at once: new ones, and those that were joining.
    """

    places: list[Place]
    exits: list[int | None]
    settling: list[int]

    @classmethod
    def of(cls, state: State) -> Draft:
        """Return a draft that is a state still."""
        return cls(list(state.places), list(state.exits), [])

    def grant(self, number: int, wish: Wish) -> None:
        """Do what a thread asks for."""
        place = self.places[number]
        match wish.kind:
            case "Park":
                self._wait(number, Status(Doing.PARKED, wish.what, wish.timed, limit_ns=wish.limit_ns))
            case "DeviceUse":
                self._wait(number, Status(Doing.SERVED, wish.what, timed=True, limit_ns=wish.limit_ns))
            case "Unpark":
                self._wake(wish.target)
            case "StartThread" | "StartProcess":
                assert wish.place is not None
                self.places.append(wish.place)
                self.exits += [None] * (wish.place.process + 1 - len(self.exits))
                self.settling.append(len(self.places) - 1)
            case "AwaitExit":
                status = Status(Doing.AWAITING, wish.what, wish.timed, wish.target, limit_ns=wish.limit_ns)
                self._wait(number, status if self.exits[wish.target] is None else READY._replace(answer=False))
            case "Terminate":
                self.end_process(wish.target, -wish.code)
            case "ExitProcess":
                self.end_process(place.process, wish.code)
            case _:
                raise AssertionError(wish.kind)

    def _wait(self, number: int, status: Status) -> None:
        self.places[number] = self.places[number]._replace(status=status)

    def _wake(self, number: int) -> None:
        status = self.places[number].status
        if status.doing is Doing.PARKED:
            self._wait(number, READY._replace(what=status.what, answer=False))
            if status.is_life:
                self.settling.append(number)

    def end_process(self, process: int, code: int) -> None:
        """End a process with all threads that it has still."""
        if self.exits[process] is not None:
            return
        self.exits[process] = code
        for number, place in enumerate(self.places):
            if place.process == process and not place.over:
                self.places[number] = place._replace(local=-1, refs=(), status=ENDED)
            elif place.status.doing is Doing.AWAITING and place.status.process == process:
                self._wait(number, READY._replace(answer=False))
                self.settling.append(number)

    def end_if_over(self, process: int, code: int, *, ends: bool) -> None:
        """End a process whose last thread has ended, or that ends with the thread that has."""
        own = [place for place in self.places if place.process == process]
        if ends or all(place.over or place.daemon for place in own):
            self.end_process(process, code)
