"""Programs to explore: processes whose globals were set beforehand, and threads that take locks by requests."""

from __future__ import annotations

from types import SimpleNamespace

from desktop_app.engine.schedules.outcomes import explore
from desktop_app.model.machine import GilMode
from desktop_app.program.effects import NameWrite, Outcome, Park, Unpark
from desktop_app.program.process import ProcessImage, ProgramThread
from tests.program.samples import loaded

INCREMENT = "counter = counter + 1\n"


def prepared(program, before="counter = 0\n"):
    """Return a process whose globals another program has set, and which executes ``program`` from now on."""
    image = ProcessImage(loaded(before))
    image.start_thread().run(10_000)
    image._loaded = program
    return image


def maker(program, threads=2, before="counter = 0\n"):
    def make():
        image = prepared(program, before)
        return [image], [(image.start_thread(), 0) for _ in range(threads)]

    return make


def explored(source, threads=2, mode=GilMode.ANY_INSTRUCTION, before="counter = 0\n", bounds=None):
    program = loaded(source)
    return explore(program, maker(program, threads, before), mode=mode, bounds=bounds)


def values(exploration, name="counter"):
    """Return how many schedules lead to each value of a variable."""
    found = {}
    for outcome in exploration.outcomes:
        value = dict(outcome.ending.variables[0])[name]
        found[value] = found.get(value, 0) + outcome.schedules
    return found


class LockingThread(ProgramThread):
    """A thread for which assigning to ``take_a`` takes the lock ``a``, waiting for it, and to ``drop_a`` lets it go.

    ``sleep`` waits for some time, ``nap`` for another thread or for some time.
    """

    def __init__(self, inner, locks):
        self.__dict__.update(vars(inner))
        self._locks = locks
        self._wanted = ""
        self.late = []

    def resume(self, timed_out):
        self.late.append(timed_out)

    def run(self, count, *, to_switch_point=False):
        assert count == 1
        if self._wanted:
            return self._take(self._wanted, [])
        batch = super().run(1, to_switch_point=to_switch_point)
        names = [w.name for step in batch.steps for w in step.writes if isinstance(w, NameWrite)]
        verb, _, lock = (names or [""])[0].partition("_")
        if verb == "take":
            return self._take(lock, batch.steps)
        requests = ()
        if verb == "drop":
            self._locks[lock] = None
            requests = tuple(Unpark(thread) for thread in self._locks.pop(f"{lock} waiters", ()))
        if verb in {"sleep", "nap"}:
            return self._batch(batch.steps, Outcome.BLOCKED, (Park(verb, 1_000),))
        return self._batch(batch.steps, batch.outcome, requests, at_switch_point=batch.at_switch_point)

    def _take(self, lock, steps):
        if self._locks.get(lock) is None:
            self._locks[lock], self._wanted = self, ""
            return self._batch(steps, Outcome.RAN, ())
        self._wanted = lock
        self._locks[f"{lock} waiters"] = (*self._locks.get(f"{lock} waiters", ()), self)
        return self._batch(steps, Outcome.BLOCKED, (Park(f"lock {lock}", None),))

    @staticmethod
    def _batch(steps, outcome, requests, *, at_switch_point=False):
        return SimpleNamespace(
            steps=steps, outcome=outcome, requests=requests, at_switch_point=at_switch_point, ends_process=False
        )


def locking_maker(program, threads=2, before="counter = 0\n", kind=LockingThread):
    def make():
        image = prepared(program, before)
        # Reached from the process as the program's own objects are.
        image._locks = locks = {}
        return [image], [(kind(image.start_thread(), locks), 0) for _ in range(threads)]

    return make


def explored_with_locks(source, threads=2, before="counter = 0\n", mode=GilMode.ANY_INSTRUCTION):
    program = loaded(source)
    return explore(program, locking_maker(program, threads, before), mode=mode)
