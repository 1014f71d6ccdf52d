"""What one can practise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import Final

from desktop_app.model.errors import ScenarioError
from desktop_app.storage.wording import written
from desktop_app.teaching.practice import programs, sharing, workloads
from desktop_app.teaching.practice.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One topic.

    Attributes:
        name: What the command line calls it.
        title: What people call it.
        sentence: What is asked.
        make: Makes a situation by chance, at a level from 1 to `situation.LEVELS`.
    """

    name: str
    title: str
    sentence: str
    make: Callable[[Random, int], Situation]


def _race_or_lock(rng: Random, level: int) -> Situation:
    return rng.choice((programs.race, sharing.locked))(rng, level)


def _memory_or_objects(rng: Random, level: int) -> Situation:
    return rng.choice((programs.shared_objects, programs.shared_objects, sharing.memory))(rng, level)


_ALL: Final = (
    Topic(
        name="fcfs",
        title="First come, first served",
        sentence="Who is next, and how long do they wait, when nobody is interrupted?",
        make=workloads.fcfs,
    ),
    Topic(
        name="sjf",
        title="Shortest job first",
        sentence="Who is next when the shortest CPU burst goes first?",
        make=workloads.sjf,
    ),
    Topic(
        name="srtf",
        title="Shortest remaining time first",
        sentence="Who gives way when a shorter one arrives?",
        make=workloads.srtf,
    ),
    Topic(
        name="round-robin",
        title="Round robin",
        sentence="Turns of one quantum each: who is next, when does each finish, how many switches?",
        make=workloads.round_robin,
    ),
    Topic(
        name="priority",
        title="Priorities",
        sentence="The most urgent goes first, with preemption or without.",
        make=workloads.priority,
    ),
    Topic(
        name="mlfq",
        title="Multi-level feedback queue",
        sentence="Who sinks, who stays, and who is next?",
        make=workloads.mlfq,
    ),
    Topic(
        name="fair",
        title="Fair scheduling (CFS and EEVDF)",
        sentence="Shares of a core by nice values, and who is next on Linux.",
        make=workloads.fair,
    ),
    Topic(
        name="multicore",
        title="Several cores",
        sentence="Two to four cores and one ready queue: how long does it all take?",
        make=workloads.multicore,
    ),
    Topic(
        name="real-time",
        title="Real-time tasks",
        sentence="Periodic tasks under rate monotonic and earliest deadline first: who misses a deadline?",
        make=workloads.real_time,
    ),
    Topic(
        name="threads-and-processes",
        title="Threads and processes",
        sentence="Python programs: which changes does the main program see?",
        make=programs.threads_and_processes,
    ),
    Topic(
        name="gil",
        title="The GIL",
        sentence="How many threads run at the same moment?",
        make=programs.gil,
    ),
    Topic(
        name="race-and-lock",
        title="Races and locks",
        sentence="What is lost without a lock, and who waits for one?",
        make=_race_or_lock,
    ),
    Topic(
        name="deadlock",
        title="Deadlock",
        sentence="Do the threads come to wait for each other in a circle?",
        make=sharing.deadlock,
    ),
    Topic(
        name="io",
        title="CPU-bound and I/O-bound",
        sentence="Who waits for a device, and who has the core meanwhile?",
        make=workloads.io,
    ),
    Topic(
        name="memory-sharing",
        title="Memory: shared or copied",
        sentence="Which names, threads and processes see a change, and who has how much memory?",
        make=_memory_or_objects,
    ),
)
TOPICS: Final[Mapping[str, Topic]] = MappingProxyType({topic.name: topic for topic in _ALL})


def topic_named(name: str, file: str) -> Topic:
    """Return a topic by its name.

    Args:
        name: The name.
        file: The option that named it, for the message.

    Raises:
        ScenarioError: When there is none.
    """
    if name not in TOPICS:
        raise ScenarioError(file, "", written(name), f"one of {', '.join(TOPICS)}")
    return TOPICS[name]
