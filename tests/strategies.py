"""Hypothesis strategies for what several rooms test with: valid scenarios and their parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from desktop_app.model.bookmark import Bookmark
from desktop_app.model.durations import NS_PER_MS, NS_PER_S, format_duration
from desktop_app.model.machine import (
    FULL_RATE_PPM,
    MAX_CORES,
    MAX_QUANTUM_NS,
    MIN_QUANTUM_NS,
    CacheModel,
    GilMode,
    Machine,
    StartCosts,
    StartMethod,
)
from desktop_app.model.scenario import Action, ActionKind, Fit, Placement, Scenario, SchedulerSpec
from desktop_app.model.sizes import MAX_SIZE_BYTES
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

_UNPRINTABLE = ("Cc", "Cs", "Zl", "Zp")
_REORDERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

labels = st.text(
    st.characters(exclude_categories=_UNPRINTABLE, exclude_characters=_REORDERING), min_size=1, max_size=20
).filter(lambda text: not text.isspace())
sources = st.text(st.characters(exclude_categories=["Cs"]), max_size=80) | st.lists(
    st.sampled_from(
        ["x = 10", "# don't", '"""doc', '"""', "'''", r"s = '\n'", "s = '\"'", "", "\ty\r", "\x00", "[machine]"]
    )
).map("\n".join)
sizes = st.integers(0, MAX_SIZE_BYTES) | st.sampled_from([0, 1_000, 65_536, 50_000_000])
_costs = st.integers(0, NS_PER_MS)
_times = st.integers(1, 100 * NS_PER_MS)


@st.composite
def machines(draw: st.DrawFn) -> Machine:
    """Machines with cores that are alike or of several types."""
    types = draw(
        st.just([(FULL_RATE_PPM, 1, 1)])
        | st.lists(st.tuples(st.integers(1_000, 100 * FULL_RATE_PPM), st.integers(1, 4), st.integers(1, 3)), max_size=4)
    )
    speeds = [speed for speed, count, smt in types for _ in range(count * smt)]
    siblings = [smt for _, count, smt in types for _ in range(count)]
    siblings = [core for core, smt in enumerate(siblings) for _ in range(smt)]
    tick_ns = draw(st.integers(0, NS_PER_S))
    return Machine(
        cores=len(speeds) or draw(st.integers(1, MAX_CORES)),
        speeds_ppm=() if set(speeds) <= {FULL_RATE_PPM} else tuple(speeds),
        siblings=() if len(set(siblings)) == len(siblings) else tuple(siblings),
        smt_rate_ppm=draw(st.integers(100_000, FULL_RATE_PPM)),
        quantum_ns=draw(st.integers(MIN_QUANTUM_NS, MAX_QUANTUM_NS)),
        context_switch_ns=draw(_costs),
        instruction_ns=draw(st.integers(1, NS_PER_MS)),
        gil=draw(st.sampled_from(GilMode)),
        dispatch_ns=draw(_costs),
        tick_ns=tick_ns,
        tick_cost_ns=draw(st.integers(0, max(0, tick_ns - 1))),
        migration_ns=draw(_costs),
        interrupt_ns=draw(_costs),
        cache=draw(
            st.none()
            | st.builds(
                CacheModel,
                size_bytes=st.integers(1, MAX_SIZE_BYTES),
                warmup_ns=_times,
                warm_rate_ppm=st.integers(FULL_RATE_PPM, 100 * FULL_RATE_PPM),
            )
        ),
        bus_bytes_per_s=draw(st.none() | st.integers(1, MAX_SIZE_BYTES)),
        ram_bytes=draw(st.none() | st.integers(1, MAX_SIZE_BYTES)),
        starts=draw(st.just(StartCosts()) | st.builds(StartCosts, fork_ns=_costs, spawn_ns=_costs, thread_bytes=sizes)),
    )


def _option_values(option: PolicyOption) -> st.SearchStrategy[Any]:
    whole = st.integers(option.minimum, option.maximum)
    durations = whole.map(format_duration)
    kinds: dict[OptionKind, Callable[[], st.SearchStrategy[Any]]] = {
        OptionKind.DURATION: lambda: durations,
        OptionKind.DURATIONS: lambda: durations | st.lists(durations, min_size=1, max_size=4).map(tuple),
        OptionKind.INTEGER: lambda: whole,
        OptionKind.INTEGERS: lambda: whole | st.lists(whole, min_size=1, max_size=4).map(tuple),
        OptionKind.NUMBER: lambda: st.floats(option.minimum, option.maximum),
        OptionKind.BOOLEAN: st.booleans,
        OptionKind.CHOICE: lambda: st.sampled_from(option.choices),
    }
    return kinds[option.kind]()


@st.composite
def _policies(draw: st.DrawFn, **fields: Any) -> SchedulerSpec:
    """Any policy with any of its options; ``fields`` are strategies for the rest."""
    info = POLICIES[draw(st.sampled_from(sorted(POLICIES)))]
    given = draw(st.lists(st.sampled_from(info.options), unique_by=lambda option: option.name)) if info.options else []
    return SchedulerSpec(
        policy=info.name,
        options=MappingProxyType({option.name: draw(_option_values(option)) for option in given}),
        **{name: draw(strategy) for name, strategy in fields.items()},
    )


schedulers = _policies(
    placement=st.sampled_from(Placement),
    fit=st.sampled_from(Fit),
    balance_ns=st.none() | st.integers(MIN_QUANTUM_NS, MAX_QUANTUM_NS),
)

#: What the bursts below refer to, one resource of each kind; the condition belongs to the mutex.
RESOURCES = (
    ResourceSpec(name="m", kind=ResourceKind.MUTEX, inherit=True),
    ResourceSpec(name="rw", kind=ResourceKind.RW_LOCK),
    ResourceSpec(name="s", kind=ResourceKind.SEMAPHORE, count=0),
    ResourceSpec(name="c", kind=ResourceKind.CONDITION, mutex="m"),
    ResourceSpec(name="b-1", kind=ResourceKind.BARRIER, count=2),
    ResourceSpec(name="q", kind=ResourceKind.QUEUE, count=3),
)
_OPERATIONS = [
    *((BurstKind.LOCK, "m"), (BurstKind.UNLOCK, "m"), (BurstKind.LOCK, "undeclared"), (BurstKind.UNLOCK, "rw")),
    *((BurstKind.READ_LOCK, "rw"), (BurstKind.WRITE_LOCK, "rw"), (BurstKind.READ_LOCK, "undeclared-rw")),
    *((BurstKind.ACQUIRE, "s"), (BurstKind.RELEASE, "s"), (BurstKind.BARRIER, "b-1")),
    *((BurstKind.WAIT, "c"), (BurstKind.NOTIFY, "c"), (BurstKind.NOTIFY_ALL, "c")),
    *((BurstKind.PUT, "q"), (BurstKind.GET, "q")),
]
bursts = st.one_of(
    st.builds(Burst, kind=st.sampled_from([BurstKind.CPU, BurstKind.SLEEP]), duration_ns=_times),
    st.builds(
        Burst,
        kind=st.just(BurstKind.IO),
        duration_ns=_times,
        device=st.sampled_from(["disk", "network", "keyboard"]),
    ),
    st.sampled_from(_OPERATIONS).map(lambda operation: Burst(kind=operation[0], target=operation[1])),
    st.builds(
        Burst,
        kind=st.sampled_from([BurstKind.ALLOCATE, BurstKind.FREE]),
        size_bytes=st.integers(1, MAX_SIZE_BYTES),
    ),
)
programs = st.builds(Program, name=labels, source=sources)


@st.composite
def _parameters(draw: st.DrawFn, cores: int) -> Parameters:
    scheduling = draw(st.none() | st.sampled_from(SchedulingClass))
    real_time = scheduling in {SchedulingClass.FIFO, SchedulingClass.RR}
    affinity = draw(st.lists(st.integers(0, cores - 1), unique=True, max_size=4).map(sorted).map(tuple))
    return Parameters(
        priority=draw(st.integers(1, 99) if real_time else st.just(0) | st.integers(-1_000, 1_000)),
        nice=draw(st.just(0) | st.integers(-20, 19)),
        tickets=draw(st.just(100) | st.integers(1, 1_000_000)),
        affinity=affinity,
        core=draw(st.none() | (st.sampled_from(affinity) if affinity else st.integers(0, cores - 1))),
        scheduling=scheduling,
    )


@st.composite
def _periodics(draw: st.DrawFn, script: tuple[Burst, ...]) -> Periodic:
    wcet_ns = sum(burst.duration_ns for burst in script if burst.kind is BurstKind.CPU)
    period_ns = draw(st.integers(wcet_ns, 2_000 * NS_PER_MS))
    # In this order they are also what the policy cbs takes.
    deadline_ns = draw(st.just(period_ns) | st.integers(wcet_ns, period_ns))
    return Periodic(
        period_ns=period_ns,
        wcet_ns=wcet_ns,
        deadline_ns=deadline_ns,
        offset_ns=draw(st.just(0) | _times),
        runtime_ns=draw(st.just(wcet_ns) | st.integers(1, deadline_ns)),
    )


@st.composite
def process_specs(draw: st.DrawFn, cores: int = 1) -> ProcessSpec:
    """Entries of a workload, with programs that the scenario carries itself, with bursts, or periodic ones."""
    program = draw(st.none() | programs)
    script: tuple[Burst, ...] = () if program else tuple(draw(st.lists(bursts, min_size=1, max_size=6)))
    computes = any(burst.kind is BurstKind.CPU for burst in script)
    return ProcessSpec(
        name=draw(labels),
        program=program,
        bursts=script,
        arrival_ns=draw(st.integers(0, 50 * NS_PER_MS)),
        launches=draw(st.integers(1, 4)),
        threads=draw(st.integers(1, 4)),
        parameters=draw(_parameters(cores)),
        periodic=draw(st.none() | _periodics(script)) if computes else None,
        footprint=draw(
            st.just(Footprint())
            | st.builds(Footprint, memory_bytes=sizes, working_set_bytes=sizes, bus_bytes_per_s=sizes)
        ),
        start=draw(st.none() | st.sampled_from(StartMethod)),
    )


@st.composite
def actions(draw: st.DrawFn, processes: tuple[ProcessSpec, ...], cores: int) -> Action:
    """Actions on a workload."""
    kind = draw(st.sampled_from(ActionKind))
    at_ns = draw(st.integers(0, NS_PER_S))
    if kind is ActionKind.CORES:
        return Action(at_ns=at_ns, kind=kind, value=draw(st.integers(1, MAX_CORES)))
    if kind is ActionKind.POLICY:
        return Action(at_ns=at_ns, kind=kind, scheduler=draw(_policies()))
    process = draw(st.sampled_from(processes))
    action = Action(at_ns=at_ns, kind=kind, process=process.name)
    if kind is not ActionKind.LAUNCH:
        action = replace(action, instance=draw(st.none() | st.integers(1, 9)))
    values = {ActionKind.NICE: st.integers(-20, 19), ActionKind.PRIORITY: st.integers(1, 99)}
    if kind in values or kind is ActionKind.AFFINITY:
        action = replace(action, thread=draw(st.none() | st.integers(1, process.threads)))
    if kind in values:
        return replace(action, value=draw(values[kind]))
    if kind is ActionKind.AFFINITY:
        numbers = draw(st.lists(st.integers(0, cores - 1), unique=True, max_size=4))
        return replace(action, affinity=tuple(sorted(numbers)))
    return action


@st.composite
def _scenarios(draw: st.DrawFn) -> Scenario:
    machine = draw(machines())
    processes = tuple(draw(st.lists(process_specs(machine.cores), min_size=1, max_size=4)))
    later = draw(st.booleans())  # one that only an action launches
    launch = Action(at_ns=5, kind=ActionKind.LAUNCH, process=processes[0].name)
    if later:
        processes = (replace(processes[0], launches=0), *processes[1:])
    timed = draw(st.lists(actions(processes, machine.cores), max_size=3))
    return Scenario(
        title=draw(labels),
        machine=machine,
        scheduler=draw(schedulers),
        processes=processes,
        resources=RESOURCES,
        devices=tuple(
            draw(st.lists(st.builds(DeviceSpec, name=st.just("disk"), servers=st.integers(1, 9)), max_size=1))
        ),
        actions=(*timed, launch) if later else tuple(timed),
        bookmarks=tuple(
            draw(st.lists(st.builds(Bookmark, at_ns=st.integers(0, 10**12), name=st.just("") | labels), max_size=2))
        ),
        seed=draw(st.integers(0, 2**63 - 1)),
        until_ns=draw(st.none() | st.integers(1, 1000 * NS_PER_MS)),
    )


scenarios = _scenarios()
