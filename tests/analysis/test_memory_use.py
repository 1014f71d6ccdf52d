from desktop_app.analysis.memory_use import memory_use
from desktop_app.model.machine import StartMethod
from tests.scenarios import APP, MS, bursts, program, run


def test_what_the_scenario_says_of_ram_counts():
    trace = run(bursts("cpu 1ms", start=StartMethod.FORK), bursts("cpu 4ms", start=StartMethod.FORK), cores=2)
    use = memory_use(trace, trace.known_until_ns)
    assert use.whole
    assert use.peak_bytes == 2 * 1_500_000
    assert memory_use(trace, 0).peak_bytes <= use.peak_bytes


def test_processes_with_the_same_program_have_a_copy_each():
    one, two = run(program(APP)), run(program(APP, launches=2), cores=2)
    use = memory_use(one, one.known_until_ns)
    assert not use.whole
    assert use.peak_bytes > one.listings[0].code_bytes
    assert memory_use(two, two.known_until_ns).peak_bytes == 2 * use.peak_bytes


def test_processes_one_after_the_other_do_not_add_up():
    once = run(program(APP))
    later = program(APP, arrival_ns=once.known_until_ns)
    trace = run(program(APP), later)
    assert memory_use(trace, trace.known_until_ns).peak_bytes == memory_use(once, once.known_until_ns).peak_bytes


def test_bursts_say_nothing_of_memory():
    trace = run(bursts("cpu 1ms"))
    assert memory_use(trace, MS) is None
