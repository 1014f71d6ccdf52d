from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.snapshot import Snapshot
from desktop_app.views.stage.core_layout import arrange_core
from desktop_app.views.stage.frame import stops_of
from desktop_app.views.stage.layout import arrange
from desktop_app.views.stage.motion import bus_tokens, eased, glow_of, slot_of
from desktop_app.views.stage.routes import (
    FETCH_PHASE,
    LONGEST_RIDE_SLOTS,
    OPERAND_PHASE,
    Traffic,
    arrival_phase,
    departure_phase,
    operand_phase,
    plan_traffic,
    wait_slots,
)
from desktop_app.views.stage.tokens import Token, TokenKind
from tests.views.sample_snapshots import FIRST_PHASE, SLOT_NS, Sample

SIZES = st.sampled_from([(1920, 840), (1366, 560), (900, 420), (1000, 1000)])


def traffic_for(size: tuple[int, int], cores: int) -> Traffic:
    layout = arrange(*size, cores)
    return plan_traffic(layout, [stops_of(arrange_core(place.card)) for place in layout.cores])


def tokens_at(snapshot: Snapshot, size: tuple[int, int] = (1920, 840)) -> tuple[Token, ...]:
    return bus_tokens(snapshot, traffic_for(size, len(snapshot.cores)))


def of_kind(tokens: tuple[Token, ...], kind: TokenKind) -> list[Token]:
    return [token for token in tokens if token.look.kind is kind]


def assert_apart(tokens: tuple[Token, ...]) -> None:
    shown = [token for token in tokens if token.opacity > 0 and token.seen.w > 0]
    for a, b in combinations(shown, 2):
        assert a.seen.gap_to(b.seen) > -1e-6, (a, b)


@settings(max_examples=150, deadline=None)
@given(
    cores=st.integers(1, 16),
    t_ns=st.integers(0, 5_000_000),
    skew_ns=st.integers(0, 300_000),
    switch_ns=st.sampled_from([0, 5_000, 130_000]),
    size=SIZES,
)
def test_tokens_never_overlap_whenever_their_cores_were_dispatched(cores, t_ns, skew_ns, switch_ns, size):
    sample = Sample(cores=cores, processes=3, threads=16, skew_ns=skew_ns, switch_ns=switch_ns)
    assert_apart(tokens_at(sample.at(t_ns), size))


@settings(max_examples=20, deadline=None)
@given(cores=st.integers(17, 64), t_ns=st.integers(0, 3_000_000), skew_ns=st.integers(0, 20_000))
def test_nor_do_the_small_tokens_of_many_cores(cores, t_ns, skew_ns):
    sample = Sample(cores=cores, processes=4, threads=40, skew_ns=skew_ns)
    assert_apart(tokens_at(sample.at(t_ns)))


@settings(max_examples=100, deadline=None)
@given(cores=st.integers(1, 64), t_ns=st.integers(0, 3_000_000), size=SIZES)
def test_cores_dispatched_together_share_the_bus_without_giving_way(cores, t_ns, size):
    tokens = tokens_at(Sample(cores=cores, processes=4, threads=40).at(t_ns), size)
    # While a pipeline fills, a token may come a hair's breadth too near to another: it fades by less than one can see.
    assert all(token.opacity > 0.95 for token in tokens)


@settings(max_examples=60, deadline=None)
@given(cores=st.integers(1, 9), into=st.floats(1, 9), skew_ns=st.integers(0, 99_999))
def test_nor_do_instructions_of_cores_dispatched_at_other_times_once_their_pipelines_are_full(cores, into, skew_ns):
    sample = Sample(cores=cores, processes=3, threads=9, skew_ns=skew_ns, quantum_ns=100 * SLOT_NS)
    tokens = tokens_at(sample.at(int((cores + 1 + into) * SLOT_NS) + cores * skew_ns))
    assert all(token.opacity == 1 for token in of_kind(tokens, TokenKind.INSTRUCTION))


@settings(max_examples=60, deadline=None)
@given(cores=st.integers(1, 9), t_ns=st.integers(110_000, 900_000), size=SIZES)
def test_a_token_moves_at_the_bus_speed_and_never_jumps(cores, t_ns, size):
    sample = Sample(cores=cores, processes=3, threads=9)
    step_ns = 500
    before = {(t.core, t.key, t.look.kind): t for t in tokens_at(sample.at(t_ns), size)}
    after = {(t.core, t.key, t.look.kind): t for t in tokens_at(sample.at(t_ns + step_ns), size)}
    traffic = traffic_for(size, cores)
    speeds = {
        TokenKind.INSTRUCTION: traffic.speed,
        TokenKind.OPERAND: traffic.operand_speed,
        TokenKind.RESULT: traffic.result_speed,
    }
    for key in before.keys() & after.keys():
        most = speeds[key[-1]] * step_ns / SLOT_NS
        a, b = before[key].rect, after[key].rect
        assert abs(a.cx - b.cx) + abs(a.cy - b.cy) == pytest.approx(most)


@given(st.integers(1, 64), SIZES)
def test_no_ride_is_too_long_for_a_pipeline_that_fills(cores, size):
    traffic = traffic_for(size, cores)
    for route in traffic.routes:
        departs = departure_phase(traffic, route, 0.0)
        assert departs > FIRST_PHASE
        assert arrival_phase(traffic, route, 0.0) < FETCH_PHASE
        assert route.ride / traffic.speed <= LONGEST_RIDE_SLOTS + 1e-9


@pytest.mark.parametrize("cores", [1, 2, 4, 9])
def test_a_result_is_out_of_sight_exactly_when_memory_changes(cores):
    sample = Sample(cores=cores, processes=cores, threads=1)
    retire_ns = next(
        t
        for t in range(SLOT_NS, 10 * SLOT_NS, SLOT_NS)
        if any(flight.result for core in sample.at(t - 1).cores for flight in core.flights)
    )
    just_before = of_kind(tokens_at(sample.at(retire_ns - 1)), TokenKind.RESULT)
    assert all(token.seen.w < 1 for token in just_before)
    earlier = of_kind(tokens_at(sample.at(retire_ns - SLOT_NS // 4)), TokenKind.RESULT)
    assert len({token.core for token in earlier}) == cores
    assert all(token.seen.w > 20 for token in earlier)
    assert not of_kind(tokens_at(sample.at(retire_ns)), TokenKind.RESULT)


@pytest.mark.parametrize("cores", [1, 2, 4, 9, 16, 64])
def test_an_operand_rides_while_its_instruction_executes_and_arrives_in_time(cores):
    sample, traffic = Sample(cores=cores, processes=cores, threads=1), traffic_for((1920, 840), cores)
    execute_ns = next(
        t
        for t in range(2 * SLOT_NS, 10 * SLOT_NS, SLOT_NS)
        if any(flight.operand and flight.phase == -1 for core in sample.at(t).cores for flight in core.flights)
    )
    assert not of_kind(tokens_at(sample.at(execute_ns)), TokenKind.OPERAND)
    riding = [
        token
        for twentieth in range(1, 12)
        for token in of_kind(tokens_at(sample.at(execute_ns + twentieth * SLOT_NS // 20)), TokenKind.OPERAND)
    ]
    assert {token.core for token in riding} == set(range(cores))
    assert all(token.opacity == 1 for token in riding)
    assert {token.look.text for token in riding} == ({"20"} if traffic.chip.text_px else {""})
    assert all(-1 < operand_phase(traffic, route) <= OPERAND_PHASE for route in traffic.routes)
    arrived = sample.at(execute_ns + int((OPERAND_PHASE + 1) * SLOT_NS))
    assert not of_kind(tokens_at(arrived), TokenKind.OPERAND)


def test_what_is_forwarded_within_the_core_does_not_ride():
    snapshot = Sample(cores=1, processes=1, threads=1, forwarded=True).at(2 * SLOT_NS + SLOT_NS // 4)
    assert any(flight.operand for flight in snapshot.cores[0].flights)
    assert not of_kind(tokens_at(snapshot), TokenKind.OPERAND)


@settings(max_examples=60, deadline=None)
@given(cores=st.sampled_from([1, 2, 4, 9, 16, 36]), share=st.floats(0, 1, exclude_max=True), size=SIZES)
def test_registers_are_saved_and_then_restored_while_a_core_switches(cores, share, size):
    sample = Sample(cores=cores, processes=cores, threads=2, switch_ns=400_000)
    t_ns = sample.quantum_ns + sample.switch_ns + int(share * sample.switch_ns)
    snapshot = sample.at(t_ns)
    tokens = list(tokens_at(snapshot, size))
    assert_apart(tuple(tokens))
    kind, other = (TokenKind.SAVE, TokenKind.RESTORE) if share < 0.5 else (TokenKind.RESTORE, TokenKind.SAVE)
    assert not of_kind(tokens, other)
    if 0.2 < share < 0.45 or 0.7 < share < 0.95:
        assert {token.look.process for token in of_kind(tokens, kind)} <= set(range(cores))
        assert len(of_kind(tokens, kind)) == cores


def test_a_slot_begins_when_the_core_was_dispatched():
    snapshot = Sample(cores=2, skew_ns=30_000).at(530_000)
    assert [slot_of(snapshot, core) for core in snapshot.cores] == [0.0, 0.3]


def test_a_movement_takes_its_share_of_a_slot():
    assert eased(-2.0, -2.0) == 0
    assert 0 < eased(-1.9, -2.0) < 1
    assert eased(-1.85, -2.0) == pytest.approx(1)
    assert eased(-1.2, -2.0) == 1


@given(st.floats(-9, 1.5), st.floats(-7.2, -3.2))
def test_a_line_is_lit_most_while_it_executes_and_never_flickers(phase, departs):
    glow = glow_of(phase, departs)
    assert 0 <= glow <= 1
    assert abs(glow_of(phase + 0.001, departs) - glow) < 0.2
    assert glow_of(-0.5, departs) == 1
    assert glow_of(1.0, departs) == 0
    assert glow_of(departs - 1.01, departs) == 0


def test_one_core_alone_never_waits_for_the_bus():
    traffic = traffic_for((1920, 848), 1)
    assert wait_slots(traffic, traffic.routes[0], 0.0) == pytest.approx(0.0)


@given(cores=st.integers(1, 64), shift=st.floats(0, 1))
def test_the_bus_is_divided_so_that_the_longest_wait_is_shortest(cores, shift):
    traffic = traffic_for((1920, 848), cores)
    other = replace(traffic, shift=shift)
    longest = max(wait_slots(traffic, route, 0.0) for route in traffic.routes)
    assert longest <= max(wait_slots(other, route, 0.0) for route in traffic.routes) + 1e-6
