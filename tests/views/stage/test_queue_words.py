import pytest

from desktop_app.analysis.moment import Moments
from desktop_app.analysis.snapshot import QueueEntry, QueueView, SchedulerView, ThreadRef
from desktop_app.model.queueing import QueueKey
from desktop_app.views.stage.queue_words import (
    boost_words,
    heading,
    key_text,
    ordered_by,
    passing_words,
    queue_name,
    remarks,
    short_number,
    short_time,
    span_name,
)
from tests.scenarios import MS, bursts, program, run

THREAD = ThreadRef(index=0, label="P1·T1", process=0)


@pytest.mark.parametrize(
    ("time_ns", "text"),
    [
        (0, "0 ms"),
        (900, "0.9 µs"),
        (5_300, "5.3 µs"),
        (1_000_000, "1 ms"),
        (12_345_678, "12.3 ms"),
        (123_456_789, "123 ms"),
        (2_500_000_000, "2.5 s"),
        (-1_250_000, "-1.25 ms"),
    ],
)
def test_times_have_three_digits_that_count(time_ns, text):
    assert short_time(time_ns) == text


@pytest.mark.parametrize(
    ("number", "text"), [(100, "100"), (1_234.5, "1,234"), (3.5, "3.5"), (-7, "-7"), (12.34, "12.3")]
)
def test_numbers_have_three_digits_that_count(number, text):
    assert short_number(number) == text


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        (QueueKey.TURN, None, ""),
        (QueueKey.LEVEL, 500_000, ""),
        (QueueKey.DEADLINE, 20_000_000, "due 20 ms"),
        (QueueKey.DEADLINE, None, "–"),
        (QueueKey.PRIORITY, 3, "prio 3"),
        (QueueKey.TICKETS, 100, "100 tickets"),
        (QueueKey.RATIO, 1.456, "1.46"),
        (QueueKey.VRUNTIME, 4_040_000, "4.04 ms"),
    ],
)
def test_a_chip_says_what_its_place_depends_on(key, value, text):
    assert key_text(key, QueueEntry(thread=THREAD, key=value)) == text


@pytest.mark.parametrize("key", QueueKey)
def test_every_order_but_the_turn_has_its_words(key):
    assert bool(ordered_by(key)) == (key not in {QueueKey.TURN, QueueKey.LEVEL})


def test_the_heading_says_what_the_threads_stand_in():
    queue = QueueView(count=2)
    assert heading(SchedulerView(queues=(queue,)), 2) == "ready queue: 2"
    assert heading(SchedulerView(queues=(queue,), ordered=False), 2) == "ready, unordered: 2"
    assert heading(SchedulerView(key=QueueKey.PASS, queues=(queue,)), 2) == "ready queue by pass: 2"
    assert heading(SchedulerView(key=QueueKey.TICKETS, queues=(queue,), ordered=False), 2) == "drawn by lottery: 2"
    levels = (QueueView(level=0), QueueView(level=1, count=2))
    assert heading(SchedulerView(key=QueueKey.LEVEL, queues=levels), 2) == "2 queues: 2"
    cores = (QueueView(core=0, count=1), QueueView(core=1, count=1))
    view = SchedulerView(key=QueueKey.VRUNTIME, queues=cores, per_core=True)
    assert heading(view, 1_234) == "2 run queues by virtual runtime: 1,234"


def test_what_moved_is_told_as_what_it_was():
    cores = (QueueView(core=0), QueueView(core=1, count=3))
    stealing = remarks(SchedulerView(queues=cores, per_core=True, steals=True))
    assert [text for text, _ in stealing] == ["busiest Core 1 (3)", "0 stolen in the last 1 ms"]
    assert [text for text, _ in remarks(SchedulerView(queues=cores, per_core=True))] == ["busiest Core 1 (3)"]
    assert not remarks(SchedulerView(queues=(QueueView(count=3),)))
    empty = SchedulerView(queues=(QueueView(core=0),), per_core=True)
    assert [text for text, _ in remarks(empty)] == ["all are empty"]


def test_levels_are_named_with_their_quantum():
    view = SchedulerView(key=QueueKey.LEVEL)
    first, last = QueueView(level=0, quantum_ns=1_000_000), QueueView(level=5)
    assert [queue_name(view, queue) for queue in (first, last)] == ["Q0 · 1 ms", "Q5"]
    assert span_name(view, (first, last)) == "Q0–Q5"
    view = SchedulerView(key=QueueKey.CLASS)
    classes = QueueView(level=0, priority=99), QueueView(level=99, priority=0)
    assert [queue_name(view, queue) for queue in classes] == ["prio 99", "NORMAL"]
    assert span_name(view, classes) == "below"


def test_a_boost_is_announced():
    assert boost_words(SchedulerView(boost_in_ns=4_650_000)) == "boost in 4.65 ms"
    assert not boost_words(SchedulerView())


def passing(snapshot):
    return [words for words, _ in passing_words(snapshot)]


def test_a_process_comes_and_goes_as_a_whole():
    specs = (bursts("cpu 2ms", threads=2), bursts("cpu 1ms", arrival_ns=3 * MS))
    moments = Moments(run(*specs, cores=2))
    assert passing(moments.at(0)) == ["P1 born"]
    assert passing(moments.at(MS)) == []
    assert passing(moments.at(2 * MS)) == ["P1 ended"]
    assert passing(moments.at(3 * MS)) == ["P2 born"]


def test_of_a_process_that_lives_on_its_threads_are_named_and_many_are_counted():
    moments = Moments(run(bursts("cpu 1ms, io disk 3ms, cpu 1ms", threads=2), bursts("cpu 1ms", threads=1), cores=1))
    assert passing(moments.at(0)) == ["P1, P2 born"]
    moments = Moments(run(*[bursts("cpu 1ms") for _ in range(3)], cores=4))
    assert passing(moments.at(0)) == ["3 threads born"]
    assert passing(moments.at(MS)) == ["3 threads ended"]
    source = """
import threading

def work():
    for number in range(20):
        pass

thread = threading.Thread(target=work)
thread.start()
thread.join()
"""
    trace = run(program(source))
    starts = [thread.arrival_ns for thread in trace.threads]
    assert passing(Moments(trace).at(starts[1])) == ["P1·T2 born"]
