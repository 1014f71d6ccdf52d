import itertools

from desktop_app.export.animation import frame_times_ns
from tests.scenarios import bursts, program, run


def test_frames_go_from_the_beginning_to_the_end_in_even_steps():
    trace = run(program())
    times = frame_times_ns(trace)
    assert (times[0], times[-1]) == (0, trace.known_until_ns)
    assert max(b - a for a, b in itertools.pairwise(times)) <= 12_501
    assert times == sorted(set(times))


def test_a_long_run_has_a_bounded_number_of_frames():
    assert len(frame_times_ns(run(bursts("cpu 90s"), policy="fcfs"))) == 120
