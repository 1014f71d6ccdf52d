"""A run whose threads share objects, in which a part of memory may change elsewhere than in its own table."""

from __future__ import annotations

from functools import cache

from desktop_app.engine.build import simulate
from desktop_app.engine.limits import WINDOW_LIMITS
from desktop_app.model.scenario import Action, ActionKind, Scenario
from desktop_app.trace.trace import Trace
from tests.scenarios import MS, bursts, program, scenario

#: What is shown of memory and may change elsewhere than in the table of its thread: objects with two names, in each
#: other, in the locals of calls, and in a list that two threads share.
SHARING = """\
xs = [[1], {'a': 2}]
ys = xs[0]
def add(to, n):
    here = [to, n]
    to.append(here)
    for k in range(n):
        to[0] += k
    return len(to)
for i in range(4):
    last = add(ys, i)
    xs[1]['b'] = ys
    print(i, last)
"""


def sharing_scenario() -> Scenario:
    """Return threads that share objects, bursts with memory, and a process that is killed, on two cores."""
    return scenario(
        program(SHARING, threads=3, launches=2),
        bursts("alloc 3MB, cpu 1ms, io disk 2ms, cpu 1ms, free 2MB, cpu 1ms", name="B", threads=2),
        cores=2,
        gil="free-threaded",
        context_switch_ns=5_000,
        ram_bytes=100_000_000,
        actions=[Action(at_ns=9 * MS, kind=ActionKind.KILL, process="B")],
    )


@cache
def sharing_trace() -> Trace:
    """Return its whole trace; not to be changed."""
    return simulate(sharing_scenario(), WINDOW_LIMITS).run()
