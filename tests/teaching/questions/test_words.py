import pytest

from desktop_app.analysis.snapshot import QueueEntry, QueueView, SchedulerView, ThreadRef
from desktop_app.teaching.questions.words import counted, exact_time, listed, queue_words, time_text


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [(0, "0 ms"), (900_000, "0.9 ms"), (5_000, "5 µs"), (50_000, "0.05 ms"), (17, "17 ns"), (2 * 10**9, "2 s")],
)
def test_times_are_in_milliseconds_where_the_axis_is(nanoseconds, text):
    assert exact_time(nanoseconds) == text


def test_what_is_finer_than_a_microsecond_is_rounded_in_sentences():
    assert time_text(13_755_321) == "13.755 ms"
    assert exact_time(13_755_321) != "13.755 ms"


def test_queues_are_told_one_by_one_or_that_of_one_core():
    ref = ThreadRef(index=0, label="P1·T1", process=0)
    queues = (QueueView(entries=(QueueEntry(thread=ref),), count=3, core=0), QueueView(count=2, core=1))
    view = SchedulerView(queues=queues, per_core=True)
    assert list(queue_words(view)) == [
        "In the queue of core 0, the next one first: P1·T1 and 2 more.",
        "In the queue of core 1: 2 threads.",
    ]
    assert list(queue_words(view, 1)) == ["In the queue of core 1: 2 threads."]
    assert list(queue_words(SchedulerView(queues=(*queues, QueueView(core=2)), per_core=True), 2)) == [
        "Nobody is ready in the queue of core 2."
    ]
    assert list(queue_words(SchedulerView(queues=(QueueView(),)))) == ["Nobody is ready."]


def test_lists_and_counts_read_as_sentences():
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert counted(1, "context switch") == "1 context switch"
    assert counted(3, "context switch") == "3 context switches"
    assert counted(2, "core") == "2 cores"
