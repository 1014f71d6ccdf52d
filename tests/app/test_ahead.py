from desktop_app.analysis.cores import lookahead_ns
from desktop_app.app.ahead import target_ns
from tests.scenarios import bursts, run

MS = 1_000_000


def test_a_run_is_as_many_instructions_ahead_as_is_asked_or_five_seconds_of_playing():
    trace = run(bursts("cpu 3ms"))
    slot_ns = trace.header.instruction_ns
    assert target_ns(trace, 2 * MS, 1, 100) == 2 * MS + lookahead_ns(trace) + 100 * slot_ns
    assert target_ns(trace, 2 * MS, 1_000 * slot_ns, 100) == 2 * MS + lookahead_ns(trace) + 5_000 * slot_ns
