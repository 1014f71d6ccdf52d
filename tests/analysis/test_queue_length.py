from desktop_app.analysis.metrics import measure
from desktop_app.analysis.queue_length import queue_length
from tests.scenarios import MS, bursts, run


def test_the_queue_of_three():
    times, lengths = queue_length(run(bursts("cpu 1ms"), bursts("cpu 1ms"), bursts("cpu 1ms")))
    assert list(zip(times, lengths, strict=True)) == [(0, 2), (MS, 1), (2 * MS, 0)]


def test_its_mean_is_the_mean_of_the_metrics():
    trace = run(*[bursts("cpu 3ms, io disk 2ms, cpu 2ms") for _ in range(7)], cores=2, context_switch_ns=50_000)
    times, lengths = queue_length(trace)
    area = sum(length * (after - time) for time, after, length in zip(times, times[1:], lengths, strict=False))
    assert area / trace.known_until_ns == measure(trace).run.mean_ready


def test_who_is_ready_at_the_end_is_counted_out_there():
    times, lengths = queue_length(run(bursts("cpu 9ms"), bursts("cpu 9ms"), policy="fcfs", until_ns=3 * MS))
    assert list(zip(times, lengths, strict=True)) == [(0, 1), (3 * MS, 0)]
