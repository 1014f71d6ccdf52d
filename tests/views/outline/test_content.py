from desktop_app.analysis.moment import Moments
from desktop_app.views.outline.content import MOST_LISTED, outline
from tests.scenarios import MS, bursts, program, run


def lines(nodes, depth=0):
    for node in nodes:
        yield "  " * depth + node.text
        yield from lines(node.below, depth + 1)


def said(trace, t_ns):
    return list(lines(outline(Moments(trace).at(t_ns))))


def test_it_says_what_a_core_does_and_what_is_in_memory():
    found = said(run(program()), 620_000)
    assert found[0] == "620 µs of test: Round robin · quantum 1 ms · 1 core · GIL on"
    assert "Cores: 1" in found
    assert "  Core 0 runs P1·T1, 600 µs of 1 ms" in found or "  Core 0 runs P1·T1, 620 µs of 1 ms" in found
    assert any(line.startswith("    executes BINARY") and line.endswith("line 3") for line in found)
    assert "    x = 10" in found
    assert "Ready queue: none" in found
    assert "Waiting: none" in found


def test_it_says_why_a_core_is_idle_and_who_waits_for_what():
    trace = run(bursts("cpu 1ms, io disk 5ms, cpu 1ms"), cores=2)
    found = said(trace, 3 * MS)
    assert "  Core 1 is idle: P1·T1 waits for disk" in found
    assert "  P1·T1 waits for disk, since 2 ms" in found
    assert "  P1 · A: 1 waiting" in found


def test_who_is_ready_is_listed_in_order():
    found = said(run(bursts("cpu 3ms", launches=3)), MS // 2)
    start = found.index("Ready queue: 2")
    assert found[start + 1 : start + 3] == ["  P2·T1", "  P3·T1"]


def test_a_switch_and_an_end_are_said():
    trace = run(program(launches=2), context_switch_ns=100_000)
    assert "  Core 0 switches to P1·T1" in said(trace, 50_000)
    assert any(line.startswith("  P1 · app.py has ended") for line in said(trace, trace.known_until_ns))


def test_a_thousand_are_counted_and_not_listed():
    found = said(run(bursts("cpu 1ms", launches=1, threads=1000)), 1000)
    assert sum(line.startswith("  P1·T") for line in found) <= MOST_LISTED
    assert any(line.startswith("  and ") and line.endswith(" more") for line in found)
    assert len(found) < 4 * MOST_LISTED
