"""Scenarios that use everything the engine can do at once, small enough to run by the thousand.

Times are few and round, so that many things fall on the same moment, which is where an engine goes wrong.
"""

from __future__ import annotations

from itertools import chain
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from desktop_app.model.machine import CacheModel, GilMode, Machine, StartMethod
from desktop_app.model.scenario import Action, ActionKind, Fit, Placement, Scenario, SchedulerSpec
from desktop_app.model.workload import (
    Burst,
    BurstKind,
    DeviceSpec,
    Footprint,
    Parameters,
    Periodic,
    ProcessSpec,
    Program,
    ResourceKind,
    ResourceSpec,
    SchedulingClass,
)
from desktop_app.policies.protocol import OptionKind, PolicyOption
from desktop_app.policies.registry import POLICIES
from tests.scenarios import MS

QUARTER = MS // 4
times = st.integers(1, 20).map(lambda quarters: quarters * QUARTER) | st.integers(1, 5 * MS)
costs = st.sampled_from([0, 0, 0, 7_000, QUARTER, MS])
_durations = ("100us", "250us", "1ms", "3ms", "10ms")

RESOURCES = (
    ResourceSpec(name="m", kind=ResourceKind.MUTEX),
    ResourceSpec(name="i", kind=ResourceKind.MUTEX, inherit=True),
    ResourceSpec(name="j", kind=ResourceKind.MUTEX, inherit=True),
    ResourceSpec(name="rw", kind=ResourceKind.RW_LOCK),
    ResourceSpec(name="s", kind=ResourceKind.SEMAPHORE, count=1),
    ResourceSpec(name="c", kind=ResourceKind.CONDITION, mutex="i"),
    ResourceSpec(name="b", kind=ResourceKind.BARRIER, count=2),
    ResourceSpec(name="q", kind=ResourceKind.QUEUE, count=1),
)
NAMES = ("A", "B", "C", "D")


def _cpu(duration_ns: int) -> Burst:
    return Burst(kind=BurstKind.CPU, duration_ns=duration_ns)


def _held(take: BurstKind, target: str, give: BurstKind) -> st.SearchStrategy[list[Burst]]:
    return times.map(lambda ns: [Burst(kind=take, target=target), _cpu(ns), Burst(kind=give, target=target)])


_alone = st.sampled_from(
    [
        [Burst(kind=kind, target=target)]
        for kind, target in (
            (BurstKind.LOCK, "m"),
            (BurstKind.LOCK, "i"),
            (BurstKind.UNLOCK, "m"),
            (BurstKind.UNLOCK, "i"),
            (BurstKind.UNLOCK, "rw"),
            (BurstKind.READ_LOCK, "rw"),
            (BurstKind.WRITE_LOCK, "rw"),
            (BurstKind.ACQUIRE, "s"),
            (BurstKind.RELEASE, "s"),
            (BurstKind.BARRIER, "b"),
            (BurstKind.PUT, "q"),
            (BurstKind.GET, "q"),
            (BurstKind.NOTIFY_ALL, "c"),
            (BurstKind.LOCK, "undeclared"),
        )
    ]
    + [
        [Burst(kind=BurstKind.LOCK, target="i"), Burst(kind=kind, target="c"), Burst(kind=BurstKind.UNLOCK, target="i")]
        for kind in (BurstKind.WAIT, BurstKind.NOTIFY, BurstKind.NOTIFY_ALL)
    ]
)
computing = times.map(lambda ns: [_cpu(ns)])
waiting = st.one_of(
    st.builds(
        lambda ns, device: [Burst(kind=BurstKind.IO, duration_ns=ns, device=device)],
        times,
        st.sampled_from(["disk", "net"]),
    ),
    times.map(lambda ns: [Burst(kind=BurstKind.SLEEP, duration_ns=ns)]),
)
locking = st.one_of(
    _held(BurstKind.LOCK, "m", BurstKind.UNLOCK),
    _held(BurstKind.LOCK, "i", BurstKind.UNLOCK),
    _held(BurstKind.LOCK, "j", BurstKind.UNLOCK),
    _held(BurstKind.READ_LOCK, "rw", BurstKind.UNLOCK),
    _held(BurstKind.WRITE_LOCK, "rw", BurstKind.UNLOCK),
    _held(BurstKind.ACQUIRE, "s", BurstKind.RELEASE),
    times.map(
        lambda ns: [
            Burst(kind=BurstKind.LOCK, target="i"),
            _cpu(ns),
            Burst(kind=BurstKind.LOCK, target="j"),
            _cpu(ns),
            Burst(kind=BurstKind.UNLOCK, target="j"),
            Burst(kind=BurstKind.UNLOCK, target="i"),
        ]
    ),
)
memory = st.builds(
    lambda kind, size: [Burst(kind=kind, size_bytes=size)],
    st.sampled_from([BurstKind.ALLOCATE, BurstKind.ALLOCATE, BurstKind.FREE]),
    st.sampled_from([1_000, 5_000]),
)
joining = st.sampled_from(NAMES).map(lambda name: [Burst(kind=BurstKind.JOIN, target=name)])


def scripts(*parts: st.SearchStrategy[list[Burst]]) -> st.SearchStrategy[tuple[Burst, ...]]:
    """Scripts of one to five of the given parts."""
    return st.lists(st.one_of(*parts), min_size=1, max_size=5).map(lambda found: tuple(chain.from_iterable(found)))


harmless = scripts(computing, computing, waiting, locking)
anything = scripts(computing, computing, waiting, locking, _alone, memory, joining)
sources = st.sampled_from(
    [
        "x = 1\n",
        "i = 0\nwhile i < 9:\n    i = i + 1\n",
        "xs = []\nfor i in range(4):\n    xs.append(i)\nprint(xs)\n",
        "1 / 0\n",
        "n = 0\nwhile n < 60:\n    n = n + 1\n",
    ]
)


def _option(option: PolicyOption) -> st.SearchStrategy[Any]:
    match option.kind:
        case OptionKind.DURATION:
            return st.sampled_from(_durations)
        case OptionKind.DURATIONS:
            return st.sampled_from(_durations)
        case OptionKind.INTEGER | OptionKind.INTEGERS:
            return st.integers(option.minimum, min(option.maximum, option.minimum + 5))
        case OptionKind.NUMBER:
            return st.floats(option.minimum, option.maximum)
        case OptionKind.BOOLEAN:
            return st.booleans()
        case OptionKind.CHOICE:
            return st.sampled_from(option.choices)


@st.composite
def schedulers(draw: st.DrawFn, policy: str | None = None, placement: Placement | None = None) -> SchedulerSpec:
    """A policy, any or a given one, with some of its options, and a placement."""
    info = POLICIES[policy or draw(st.sampled_from(sorted(POLICIES)))]
    given = draw(st.lists(st.sampled_from(info.options), unique_by=lambda option: option.name)) if info.options else []
    return SchedulerSpec(
        policy=info.name,
        options=MappingProxyType({option.name: draw(_option(option)) for option in given}),
        placement=placement or draw(st.sampled_from(Placement)),
        fit=draw(st.sampled_from(Fit)),
        balance_ns=draw(st.sampled_from([None, MS, 3 * MS])),
    )


@st.composite
def machines(draw: st.DrawFn, *, plain: bool = False) -> Machine:
    """Up to four cores; plain ones cost nothing but the context switch and the dispatch."""
    cores = draw(st.integers(1, 4))
    basic = {"cores": cores, "quantum_ns": draw(st.sampled_from([QUARTER, MS, 300_000, 4 * MS]))}
    basic |= {"context_switch_ns": draw(costs), "dispatch_ns": draw(costs)}
    if plain:
        return Machine(**basic)
    tick_ns = draw(st.sampled_from([0, 0, MS, 4 * MS]))
    return Machine(
        **basic,
        migration_ns=draw(costs),
        interrupt_ns=draw(costs),
        tick_ns=tick_ns,
        tick_cost_ns=draw(st.sampled_from([0, tick_ns // 10])),
        gil=draw(st.sampled_from(GilMode)),
        speeds_ppm=draw(st.just(()) | st.tuples(*[st.sampled_from([1_000_000, 500_000, 333_333])] * cores)),
        siblings=draw(st.sampled_from([(), tuple(core // 2 for core in range(cores))])),
        cache=draw(st.none() | st.just(CacheModel(size_bytes=100, warmup_ns=MS, warm_rate_ppm=2_000_000))),
        bus_bytes_per_s=draw(st.sampled_from([None, None, 1_000])),
        ram_bytes=draw(st.sampled_from([None, None, 12_000, 40_000_000])),
    )


@st.composite
def processes(
    draw: st.DrawFn, name: str, cores: int, script: st.SearchStrategy[tuple[Burst, ...]], *, programs: bool
) -> ProcessSpec:
    """A process with bursts, once or every period, or with a program."""
    source = draw(st.none() | st.none() | sources) if programs else None
    bursts = () if source else draw(script)
    wcet_ns = sum(burst.duration_ns for burst in bursts if burst.kind is BurstKind.CPU)
    periodic = None
    if wcet_ns and draw(st.integers(0, 4)) == 0:
        period_ns = draw(st.sampled_from([4 * MS, 5 * MS, 10 * MS, 20 * MS]))
        periodic = Periodic(
            period_ns=period_ns,
            wcet_ns=wcet_ns,
            deadline_ns=draw(st.sampled_from([period_ns, period_ns // 2])),
            offset_ns=draw(st.sampled_from([0, 0, MS])),
            runtime_ns=draw(st.sampled_from([QUARTER, MS])),
        )
    affinity = tuple(sorted(draw(st.sets(st.integers(0, cores - 1), max_size=3)))) if draw(st.booleans()) else ()
    return ProcessSpec(
        name=name,
        program=Program(name="app.py", source=source) if source else None,
        bursts=bursts,
        arrival_ns=draw(st.sampled_from([0, 0, MS, QUARTER, 3 * MS])),
        launches=draw(st.sampled_from([1, 1, 2])),
        threads=draw(st.sampled_from([1, 1, 2, 3])),
        parameters=Parameters(
            priority=draw(st.integers(1, 5)),
            nice=draw(st.sampled_from([0, 0, -5, 19])),
            tickets=draw(st.sampled_from([100, 1, 300])),
            affinity=affinity,
            core=draw(st.none() | st.sampled_from(affinity or range(cores))),
            scheduling=draw(st.none() | st.sampled_from(SchedulingClass)),
        ),
        periodic=periodic,
        footprint=Footprint(
            memory_bytes=draw(st.sampled_from([0, 0, 4_000])),
            working_set_bytes=draw(st.sampled_from([0, 60, 200])),
            bus_bytes_per_s=draw(st.sampled_from([0, 800])),
        ),
        start=draw(st.none() | st.none() | st.sampled_from(StartMethod)),
    )


@st.composite
def actions(draw: st.DrawFn, names: tuple[str, ...], cores: int) -> Action:
    """Something that is done to one of the named entries, to the cores or to the policy."""
    kind = draw(st.sampled_from(ActionKind))
    at_ns = draw(st.integers(0, 40).map(lambda quarters: quarters * QUARTER) | st.integers(0, 9 * MS))
    if kind is ActionKind.CORES:
        return Action(at_ns=at_ns, kind=kind, value=draw(st.integers(1, cores + 1)))
    if kind is ActionKind.POLICY:
        return Action(at_ns=at_ns, kind=kind, scheduler=draw(schedulers()))
    instance = None if kind is ActionKind.LAUNCH else draw(st.sampled_from([None, None, 1, 2]))
    thread = None if kind is ActionKind.START_THREAD else draw(st.sampled_from([None, None, 1]))
    value = draw(st.integers(0, 6)) if kind in {ActionKind.NICE, ActionKind.PRIORITY} else 0
    affinity = ()
    if kind is ActionKind.AFFINITY:
        affinity = tuple(sorted(draw(st.sets(st.integers(0, cores - 1), max_size=3))))
    name = draw(st.sampled_from(names))
    return Action(
        at_ns=at_ns, kind=kind, process=name, instance=instance, thread=thread, value=value, affinity=affinity
    )


@st.composite
def scenarios(
    draw: st.DrawFn,
    *,
    script: st.SearchStrategy[tuple[Burst, ...]] = anything,
    policy: str | None = None,
    placement: Placement | None = None,
    plain: bool = False,
    programs: bool = True,
    most_actions: int = 3,
) -> Scenario:
    """A whole scenario; ``plain`` leaves out what keeps a machine from running at one rate."""
    machine = draw(machines(plain=plain))
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    found = tuple(draw(processes(name, machine.cores, script, programs=programs)) for name in names)
    return Scenario(
        title="random",
        machine=machine,
        scheduler=draw(schedulers(policy, placement)),
        processes=found,
        resources=RESOURCES,
        devices=draw(
            st.sampled_from([(), (DeviceSpec(name="disk", servers=1),), (DeviceSpec(name="disk", servers=2),)])
        ),
        actions=tuple(draw(st.lists(actions(names, machine.cores), max_size=most_actions))),
        seed=draw(st.integers(0, 3)),
        until_ns=draw(st.sampled_from([None, None, 5 * MS, 30 * MS])),
    )
