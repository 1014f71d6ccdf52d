"""How fast Coreloom executes programs, beside the CPython that runs it, and how fast it loads one.

    python tests/benchmarks/programs.py           a table
    python tests/benchmarks/programs.py --json    the same as JSON

Each program runs in the whole engine with its trace. "run" is until the run is over; "read" also has every row of the
trace written, as somebody does who looks at all of it. CPython executes the same source in the same process; its
instructions are those that Coreloom counted. Everything is CPU time, the best of several runs.

The exit code is 1 when a target is missed: a loop must reach 1.2 million instructions per second and a fortieth of
CPython's speed, and a program of 1,000 lines must be loaded in half a second.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import time
from dataclasses import asdict, dataclass

from desktop_app.engine.build import simulate
from desktop_app.engine.limits import RunLimits
from desktop_app.model.machine import Machine
from desktop_app.model.scenario import Scenario, SchedulerSpec
from desktop_app.model.workload import ProcessSpec, Program
from desktop_app.program.loading import load_program

LEAST_PER_S = 1_200_000
MOST_TIMES = 40
MOST_LOADING_S = 0.5
LINES = 1_000
UNBOUNDED = RunLimits(instructions=None, trace_bytes=2**40, forget=False)

LOOPS = {
    "while, module": "i = 0\nn = 60_000\nwhile i < n:\n    i = i + 1\n",
    "while, function": "def f(n):\n    i = 0\n    while i < n:\n        i = i + 1\nf(60_000)\n",
}
PROGRAMS = LOOPS | {
    "for, function": "def f(n):\n    t = 0\n    for i in range(n):\n        t += i * 2\nf(50_000)\n",
    "collatz": "def f(m):\n    for s in range(1, m):\n        x = s\n        while x != 1:\n"
    "            x = x // 2 if x % 2 == 0 else 3 * x + 1\nf(500)\n",
    "fib": "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nfib(19)\n",
    "list and dict": "def f(n):\n    xs = []\n    d = {}\n    for i in range(n):\n        xs.append(i)\n"
    "        d[i] = xs[i]\nf(10_000)\n",
    "methods": "class C:\n    def __init__(self):\n        self.n = 0\n    def add(self, k):\n        self.n += k\n"
    "c = C()\nfor i in range(10_000):\n    c.add(i)\n",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """How fast one program was.

    Attributes:
        instructions: How many it executed.
        run_s: CPU seconds until its run was over.
        read_s: The same until every row of the trace was written.
        host_s: CPU seconds in CPython itself.
    """

    instructions: int
    run_s: float
    read_s: float
    host_s: float

    @property
    def run_per_s(self) -> float:
        """Instructions per second."""
        return self.instructions / self.run_s

    @property
    def read_per_s(self) -> float:
        """Instructions per second with every row written."""
        return self.instructions / self.read_s

    @property
    def times(self) -> float:
        """How many times as long as CPython the run took."""
        return self.run_s / self.host_s


def measure(source: str, repeat: int) -> Speed:
    """Run a program, and let CPython run it."""
    program = Program(name="app.py", source=source)
    scenario = Scenario(
        title="speed",
        machine=Machine(cores=1, quantum_ns=10**9),
        scheduler=SchedulerSpec(policy="round-robin"),
        processes=(ProcessSpec(name="P", program=program),),
    )
    runs, reads, hosts, instructions = [], [], [], 0
    code = compile(source, "app.py", "exec")
    for _ in range(repeat):
        simulation = simulate(scenario, UNBOUNDED)
        gc.collect()
        began = time.process_time()
        trace = simulation.run()
        runs.append(time.process_time() - began)
        instructions = sum(len(table) for table in trace.executed)
        reads.append(time.process_time() - began)
        began = time.process_time()
        exec(code, {})
        hosts.append(time.process_time() - began)
    return Speed(instructions=instructions, run_s=min(runs), read_s=min(reads), host_s=min(hosts))


def large_source(lines: int) -> str:
    """Return a program of so many lines: functions, loops and calls."""
    parts = [
        f"def f{number}(a, b=2):\n    total = 0\n    for i in range(a):\n        if i % b == {number}:\n"
        f"            total += i * b\n        else:\n            total -= 1\n    return total\n"
        f"x{number} = f{number}(3)\n"
        f"print('f{number}', x{number}, [x{number}, 'text'], {{'key': x{number}}})\n"
        for number in range(lines // 10)
    ]
    return "".join(parts)


def loading_s(repeat: int) -> float:
    """Return the seconds that loading a large program takes, in this process and in the child that compiles it."""
    program = Program(name="app.py", source=large_source(LINES))
    found = []
    for _ in range(repeat):
        before = os.times()
        load_program(program)
        after = os.times()
        found.append(sum(after[:4]) - sum(before[:4]))
    return min(found)


def main(argv: list[str] | None = None) -> int:
    """Measure, print what was found, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="how often each program runs (default: 5)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(argv)
    speeds = {name: measure(source, options.repeat) for name, source in PROGRAMS.items()}
    loading = loading_s(options.repeat)
    if options.json:
        found = {"loading_s": loading, **{name: asdict(speed) for name, speed in speeds.items()}}
        sys.stdout.write(f"{json.dumps(found, indent=2)}\n")
    else:
        sys.stdout.write("program            instructions   run, M/s   read, M/s   CPython is faster by\n")
        for name, speed in speeds.items():
            sys.stdout.write(
                f"{name:18} {speed.instructions:12,} {speed.run_per_s / 1e6:10.2f} {speed.read_per_s / 1e6:11.2f}"
                f" {speed.times:10.0f}\n"
            )
        sys.stdout.write(f"loading {LINES:,} lines: {loading:.2f} s\n")
    loops = [speeds[name] for name in LOOPS]
    reached = all(speed.run_per_s >= LEAST_PER_S and speed.times <= MOST_TIMES for speed in loops)
    return 0 if reached and loading <= MOST_LOADING_S else 1


if __name__ == "__main__":
    sys.exit(main())
