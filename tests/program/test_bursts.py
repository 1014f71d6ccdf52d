from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.durations import MAX_DURATION_NS
from desktop_app.model.workload import MAX_BURSTS, Burst, BurstKind
from desktop_app.program.bursts import format_bursts, parse_bursts

durations = st.integers(1, MAX_DURATION_NS)
cpu_bursts = st.builds(lambda ns: Burst(kind=BurstKind.CPU, duration_ns=ns), durations)
io_bursts = st.builds(
    lambda ns, device: Burst(kind=BurstKind.IO, duration_ns=ns, device=device),
    durations,
    st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True),
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


@given(st.lists(cpu_bursts | io_bursts, min_size=1, max_size=20).map(tuple))
def test_formatting_and_parsing_give_the_same_bursts_back(bursts: tuple[Burst, ...]) -> None:
    assert parse_bursts(format_bursts(bursts)) == bursts


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("", "begins with neither cpu nor io"),
        ("cpu 3ms,", "'' begins with neither cpu nor io"),
        ("gpu 3ms", "'gpu 3ms' begins with neither cpu nor io"),
        ("CPU 3ms", "'CPU 3ms' begins with neither cpu nor io"),
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
        ("x" * 1_000, "…"),
    ],
)
def test_a_wrong_script_is_refused_with_what_would_be_right(script: str, expected: str) -> None:
    with pytest.raises(ValueError, match="bursts such as") as caught:
        parse_bursts(script)
    assert expected in str(caught.value)
    assert len(str(caught.value)) < 250


def test_a_script_with_too_many_bursts_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 100,000 bursts, not 100,001"):
        parse_bursts(",".join(["cpu 1ms"] * (MAX_BURSTS + 1)))
