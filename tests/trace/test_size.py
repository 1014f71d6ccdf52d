from desktop_app.trace.size import size_bytes
from tests.scenarios import bursts, run


def test_a_trace_grows_with_its_decisions():
    small = run(bursts("cpu 100ms"), bursts("cpu 100ms"))
    large = run(bursts("cpu 200ms"), bursts("cpu 200ms"))
    assert 1.9 < size_bytes(large) / size_bytes(small) < 2.1
