from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.durations import MAX_DURATION_NS
from desktop_app.model.sizes import MAX_SIZE_BYTES
from desktop_app.model.workload import MAX_BURSTS, TIMED_BURSTS, Burst, BurstKind, ResourceKind
from desktop_app.program.bursts import RESOURCE_KINDS, format_bursts, implicit_kinds, parse_bursts

durations = st.integers(1, MAX_DURATION_NS)
cpu_bursts = st.builds(lambda ns: Burst(kind=BurstKind.CPU, duration_ns=ns), durations)
io_bursts = st.builds(
    lambda ns, device: Burst(kind=BurstKind.IO, duration_ns=ns, device=device),
    durations,
    st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True),
)
operations = st.one_of(
    st.builds(
        lambda kind, target: Burst(kind=kind, target=target),
        st.sampled_from(sorted(RESOURCE_KINDS, key=lambda kind: kind.value)),
        st.from_regex(r"[a-zé_][a-z0-9_-]{0,8}", fullmatch=True),
    ),
    st.builds(
        lambda kind, size: Burst(kind=kind, size_bytes=size),
        st.sampled_from([BurstKind.ALLOCATE, BurstKind.FREE]),
        st.integers(1, MAX_SIZE_BYTES),
    ),
    st.builds(lambda ns: Burst(kind=BurstKind.SLEEP, duration_ns=ns), durations),
    st.builds(lambda name: Burst(kind=BurstKind.JOIN, target=name), st.from_regex(r"\w( ?[\w.])*", fullmatch=True)),
)


def test_a_script_is_kept_as_written() -> None:
    assert parse_bursts("cpu 3ms, io disk 10ms, cpu 2ms") == (
        Burst(kind=BurstKind.CPU, duration_ns=3_000_000),
        Burst(kind=BurstKind.IO, duration_ns=10_000_000, device="disk"),
        Burst(kind=BurstKind.CPU, duration_ns=2_000_000),
    )


def test_neighbours_of_one_kind_are_not_merged_and_io_may_begin_and_end() -> None:
    bursts = parse_bursts(" io net 1us ,cpu 1 ms,cpu 0.5s,  io  disk  2ms")
    assert [burst.duration_ns for burst in bursts] == [1_000, 1_000_000, 500_000_000, 2_000_000]
    assert [burst.device for burst in bursts] == ["net", "", "", "disk"]


def test_operations_name_what_they_work_on() -> None:
    script = "lock m, cpu 1ms, unlock m, put jobs-1, join two words, alloc 64KiB, sleep 2ms"
    assert parse_bursts(script) == (
        Burst(kind=BurstKind.LOCK, target="m"),
        Burst(kind=BurstKind.CPU, duration_ns=1_000_000),
        Burst(kind=BurstKind.UNLOCK, target="m"),
        Burst(kind=BurstKind.PUT, target="jobs-1"),
        Burst(kind=BurstKind.JOIN, target="two words"),
        Burst(kind=BurstKind.ALLOCATE, size_bytes=65_536),
        Burst(kind=BurstKind.SLEEP, duration_ns=2_000_000),
    )


def test_every_operation_has_a_word_and_what_it_works_on() -> None:
    untargeted = TIMED_BURSTS | {BurstKind.JOIN, BurstKind.ALLOCATE, BurstKind.FREE}
    assert set(RESOURCE_KINDS) == set(BurstKind) - untargeted
    for kind in RESOURCE_KINDS:
        assert parse_bursts(f"{kind.value} x") == (Burst(kind=kind, target="x"),)


def test_locks_that_nobody_declares_are_of_the_kind_that_their_use_tells() -> None:
    bursts = parse_bursts("unlock a, lock b, unlock c, cpu 1ms, read-lock c, unlock c, acquire s")
    assert implicit_kinds(bursts) == {
        "a": ResourceKind.MUTEX,
        "b": ResourceKind.MUTEX,
        "c": ResourceKind.RW_LOCK,
    }


@given(st.lists(cpu_bursts | io_bursts | operations, min_size=1, max_size=20).map(tuple))
def test_formatting_and_parsing_give_the_same_bursts_back(bursts: tuple[Burst, ...]) -> None:
    assert parse_bursts(format_bursts(bursts)) == bursts


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("", "begins with none of cpu, io, sleep, lock, unlock"),
        ("cpu 3ms,", "'' begins with none of cpu, io, sleep, lock, unlock"),
        ("gpu 3ms", "'gpu 3ms' begins with none of cpu, io, sleep, lock, unlock"),
        ("CPU 3ms", "'CPU 3ms' begins with none of cpu, io, sleep, lock, unlock"),
        ("cpu", "'cpu' needs a duration"),
        ("cpu 3", "'cpu 3' needs a duration"),
        ("cpu -3ms", "needs a duration"),
        ("cpu 0ms", "needs a duration of more than 0"),
        ("io 3ms", "needs the name of a device"),
        ("io 3disk 3ms", "needs the name of a device"),
        ("io disk", "'io disk' needs a duration"),
        ("io disk 0s", "needs a duration of more than 0"),
        ("cpu 3ms; io disk 3ms", "needs a duration"),
        ("cpu 0.3ns", "a whole number of nanoseconds"),
        ("sleep", "'sleep' needs a duration"),
        ("lock", "'lock' needs the name of a mutex after lock: a letter or _"),
        ("lock m 3ms", "'lock m 3ms' needs the name of a mutex"),
        ("read-lock 1", "'read-lock 1' needs the name of a rw-lock"),
        ("acquire", "needs the name of a semaphore"),
        ("put q q", "needs the name of a queue"),
        ("join", "'join' needs the name of a process"),
        ("alloc", "'alloc' needs a size of 0 or more"),
        ("alloc 3", "'alloc 3' needs a size of 0 or more"),
        ("free 0B", "'free 0B' needs a size of more than 0"),
        ("free 0.5B", "a whole number of bytes"),
        ("x" * 1_000, "…"),
    ],
)
def test_a_wrong_script_is_refused_with_what_would_be_right(script: str, expected: str) -> None:
    with pytest.raises(ValueError, match="bursts such as") as caught:
        parse_bursts(script)
    assert expected in str(caught.value)
    assert len(str(caught.value)) < 350


def test_a_script_with_too_many_bursts_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 100,000 bursts, not 100,001"):
        parse_bursts(",".join(["cpu 1ms"] * (MAX_BURSTS + 1)))
