"""Hypothesis strategies for what several rooms test with: valid scenarios and their parts."""

from __future__ import annotations

from types import MappingProxyType

from hypothesis import strategies as st

from desktop_app.model.durations import NS_PER_MS, format_duration
from desktop_app.model.machine import MAX_CORES, MAX_QUANTUM_NS, MIN_QUANTUM_NS, GilMode, Machine
from desktop_app.model.scenario import Scenario, SchedulerSpec
from desktop_app.model.workload import Burst, BurstKind, ProcessSpec, Program

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

machines = st.builds(
    Machine,
    cores=st.integers(1, MAX_CORES),
    quantum_ns=st.integers(MIN_QUANTUM_NS, MAX_QUANTUM_NS),
    context_switch_ns=st.integers(0, NS_PER_MS),
    instruction_ns=st.integers(1, NS_PER_MS),
    gil=st.sampled_from(GilMode),
)
schedulers = st.one_of(
    st.builds(SchedulerSpec, policy=st.sampled_from(["fcfs", "round-robin"])),
    st.integers(MIN_QUANTUM_NS, MAX_QUANTUM_NS).map(
        lambda quantum_ns: SchedulerSpec(
            policy="round-robin", options=MappingProxyType({"quantum": format_duration(quantum_ns)})
        )
    ),
)
_burst_durations = st.integers(1, 100 * NS_PER_MS)
bursts = st.one_of(
    st.builds(Burst, kind=st.just(BurstKind.CPU), duration_ns=_burst_durations),
    st.builds(
        Burst,
        kind=st.just(BurstKind.IO),
        duration_ns=_burst_durations,
        device=st.sampled_from(["disk", "network", "keyboard"]),
    ),
)
programs = st.builds(Program, name=labels, source=sources)


@st.composite
def process_specs(draw: st.DrawFn) -> ProcessSpec:
    """Entries of a workload, with programs that the scenario carries itself or with bursts."""
    program = draw(st.none() | programs)
    return ProcessSpec(
        name=draw(labels),
        program=program,
        bursts=() if program else tuple(draw(st.lists(bursts, min_size=1, max_size=6))),
        arrival_ns=draw(st.integers(0, 50 * NS_PER_MS)),
        launches=draw(st.integers(1, 4)),
        threads=draw(st.integers(1, 4)),
    )


scenarios = st.builds(
    Scenario,
    title=labels,
    machine=machines,
    scheduler=schedulers,
    processes=st.lists(process_specs(), min_size=1, max_size=4).map(tuple),
    seed=st.integers(0, 2**63 - 1),
    until_ns=st.none() | st.integers(1, 1000 * NS_PER_MS),
)
