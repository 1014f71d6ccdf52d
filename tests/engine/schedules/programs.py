"""Programs to explore: processes whose globals were set beforehand, and programs that start threads themselves."""

from __future__ import annotations

from desktop_app.engine.schedules.outcomes import explore, explore_program
from desktop_app.model.machine import GilMode
from desktop_app.model.workload import Program
from desktop_app.program.process import ProcessImage
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


def started(source, *targets, mode=GilMode.ANY_INSTRUCTION, bounds=None):
    """Return what comes of a program whose main thread starts a thread for each target, and joins."""
    made = "".join(f"_threads.append(threading.Thread(target={one}))\n" for one in targets)
    whole = f"import threading\n{source}_threads = []\n{made}"
    whole += "for _one in _threads:\n    _one.start()\nfor _one in _threads:\n    _one.join()\n"
    return explore_program(Program(name="app.py", source=whole), 1, mode=mode, bounds=bounds)


def steps_of(outcome):
    """Return the turns of the shortest schedule of an outcome: who and what."""
    return [(turn.thread, [note.text for note in turn.notes]) for turn in outcome.shortest]


def waits_of(exploration):
    """Return who waits for what in each deadlock, the main thread aside."""
    return {
        tuple((one.thread, one.what) for one in outcome.ending.waiting if one.thread != "P1·T1")
        for outcome in exploration.outcomes
        if outcome.ending.waiting
    }
