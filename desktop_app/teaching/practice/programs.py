"""Small Python programs whose threads and processes share something, or do not.

What they compute can be worked out on paper: sleeps, not instructions, decide who is first.
"""

from __future__ import annotations

from random import Random
from typing import Final

from desktop_app.model.machine import GilMode, Machine
from desktop_app.model.question import QuestionKind
from desktop_app.model.scenario import Scenario
from desktop_app.model.workload import ProcessSpec, Program
from desktop_app.teaching.practice.situation import Situation, Wanted
from desktop_app.teaching.practice.workloads import scenario

_NAMES: Final = ("total", "balance", "count", "level", "stock", "score")
_LISTS: Final = ("items", "names", "seen", "found", "notes")
_MANY: Final = 3
_EVEN: Final = 0.5


def program(
    title: str, source: str, machine: Machine | None = None, *, launches: int = 1, threads: int = 1
) -> Scenario:
    """Return a scenario that runs one program."""
    entry = ProcessSpec(
        name="app.py", program=Program(name="app.py", source=source), launches=launches, threads=threads
    )
    return scenario(title, [entry], "round-robin", machine=machine)


def _value(name: str, process: int = 1) -> Wanted:
    return Wanted(kind=QuestionKind.VALUE, options={"variable": f"P{process} {name}"})


def threads_and_processes(rng: Random, level: int) -> Situation:
    """Workers that change a global variable: threads share it, processes each have their own."""
    name, start = rng.choice(_NAMES), rng.randint(1, 20)
    amounts = [rng.randint(1, 9) for _ in range(1 if level == 1 else rng.randint(2, 2 + (level >= _MANY)))]
    kinds = [rng.choice(("Thread", "Process")) for _ in amounts]
    if level < _MANY:
        kinds = [kinds[0]] * len(kinds)
    modules = [("threading", "Thread"), ("multiprocessing", "Process")]
    imports = [f"import {module}" for module, kind in modules if kind in kinds]
    made = [
        f"        {'threading' if kind == 'Thread' else 'multiprocessing'}.{kind}(target=add, args=({amount},)),"
        for kind, amount in zip(kinds, amounts, strict=True)
    ]
    source = "\n".join(
        [
            *imports,
            "",
            f"{name} = {start}",
            "",
            "",
            "def add(amount):",
            f"    global {name}",
            f"    {name} = {name} + amount",
            "",
            "",
            'if __name__ == "__main__":',
            "    workers = [",
            *made,
            "    ]",
            "    for worker in workers:",
            "        worker.start()",
            "        worker.join()",
            f"    print({name})",
            "",
        ]
    )
    child = 2 if "Process" in kinds else 1
    wanted = [Wanted(kind=QuestionKind.OUTPUT), _value(name), _value(name, child)]
    return Situation(scenario=program("Threads and processes", source), wanted=tuple(wanted))


def race(rng: Random, level: int) -> Situation:
    """Threads that read a variable, wait, and store it: with a lock nothing is lost."""
    name, start = rng.choice(_NAMES), rng.randint(1, 20) * 10
    count = 2 if level == 1 else rng.randint(2, 2 + (level >= _MANY))
    with_lock = rng.random() < _EVEN / (1 + (level == 1))
    amounts = rng.sample(range(1, 10), count)
    delays = rng.sample((10, 20, 30, 40), count)
    payers = [
        f"    threading.Thread(target=pay, args=({amount}, {delay / 1000})),"
        for amount, delay in zip(amounts, delays, strict=True)
    ]
    return Situation(
        scenario=program("Read, wait, store", _paying(name, start, payers, with_lock=with_lock)),
        wanted=(_value(name), Wanted(kind=QuestionKind.OUTPUT)),
    )


def _paying(name: str, start: int, payers: list[str], *, with_lock: bool) -> str:
    """Return the text of a program whose threads read a variable, wait, and store it."""
    indent = "        " if with_lock else "    "
    work = [f"seen = {name}", "time.sleep(delay)", f"{name} = seen + amount"]
    return "\n".join(
        [
            "import threading",
            "import time",
            "",
            f"{name} = {start}",
            *(["lock = threading.Lock()"] if with_lock else []),
            "",
            "",
            "def pay(amount, delay):",
            f"    global {name}",
            *(["    with lock:"] if with_lock else []),
            *(indent + line for line in work),
            "",
            "",
            "payers = [",
            *payers,
            "]",
            "for payer in payers:",
            "    payer.start()",
            "for payer in payers:",
            "    payer.join()",
            f"print({name})",
            "",
        ]
    )


def gil(rng: Random, level: int) -> Situation:
    """How many threads run at once: by cores, processes, threads and the GIL."""
    mode = rng.choice((GilMode.GIL, GilMode.FREE_THREADED))
    cores = rng.randint(2, 4)
    launches = 1 if level < _MANY else rng.randint(1, 3)
    threads = rng.randint(2, 4)
    name = rng.choice(_NAMES)
    rounds = rng.randint(10, 30)
    source = f"{name} = 0\nfor i in range({rounds}):\n    {name} = {name} + i\n"
    base = Machine(cores=cores, gil=mode)
    made = program("Threads and the GIL", source, base, launches=launches, threads=threads)
    return Situation(scenario=made, wanted=(Wanted(kind=QuestionKind.RUNNING_AT_ONCE),), by_order=True)


def shared_objects(rng: Random, level: int) -> Situation:
    """A list that two names, threads or processes refer to, or have copies of."""
    name, other = rng.sample(_LISTS, 2)
    numbers = [rng.randint(1, 9) for _ in range(3)]
    added = rng.randint(10, 20)
    copied = rng.random() < _EVEN
    take = f"{name}.copy()" if copied else name
    if level == 1:
        source = f"{name} = {numbers}\n{other} = {take}\n{other}.append({added})\nprint({name})\n"
        return Situation(
            scenario=program("Names and objects", source),
            wanted=(_value(name), _value(other), Wanted(kind=QuestionKind.OUTPUT)),
        )
    kind = rng.choice(("threading.Thread", "multiprocessing.Process"))
    module = kind.partition(".")[0]
    change = f"{other}.append({added})" if level < _MANY or rng.random() < _EVEN else f"{other} = [*{other}, {added}]"
    source = "\n".join(
        [
            f"import {module}",
            "",
            f"{name} = {numbers}",
            "",
            "",
            f"def work({other}):",
            f"    {change}",
            "",
            "",
            'if __name__ == "__main__":',
            f"    worker = {kind}(target=work, args=({take},))",
            "    worker.start()",
            "    worker.join()",
            f"    print({name})",
            "",
        ]
    )
    return Situation(
        scenario=program("Shared or copied", source), wanted=(_value(name), Wanted(kind=QuestionKind.OUTPUT))
    )
