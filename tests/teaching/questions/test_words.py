import pytest

from desktop_app.analysis.snapshot import QueueEntry, QueueView, SchedulerView, ThreadRef
from desktop_app.teaching.questions.words import (
    exact_time,
    listed,
    queue_words,
    sizes_beside,
    time_text,
    times_beside,
)


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
        "In the queue of core 0, next first: P1·T1 and 2 more.",
        "In the queue of core 1: 2 threads.",
    ]
    assert list(queue_words(view, 1)) == ["In the queue of core 1: 2 threads."]
    assert list(queue_words(SchedulerView(queues=(*queues, QueueView(core=2)), per_core=True), 2)) == [
        "Nobody is ready in the queue of core 2."
    ]
    assert list(queue_words(SchedulerView(queues=(QueueView(),)))) == ["Nobody is ready."]


def test_lists_read_as_sentences():
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("answer_ns", "other_ns", "texts"),
    [
        (40_833_410, 7_000_000, ("40.833 ms", "7 ms")),
        (5_000_000, 312_500, ("5 ms", "0.31 ms")),
        (2 * 10**9, 2_200_000_000, ("2 s", "2.2 s")),
        (12_000_000, 10_250_000, ("12 ms", "10.25 ms")),
        (110_000_000, 74_666_667, ("110 ms", "74.7 ms")),
        (5_000, 0, ("5 µs", "0 µs")),
    ],
)
def test_times_beside_a_time_are_in_its_unit(answer_ns, other_ns, texts):
    text = times_beside(answer_ns)
    assert (text(answer_ns), text(other_ns)) == texts


def test_sizes_beside_a_size_are_in_its_unit():
    text = sizes_beside(1_549_152)
    assert [text(size) for size in (1_549_152, 774_576, 6_196_608)] == ["1.55 MB", "0.77 MB", "6.2 MB"]
    assert sizes_beside(3 * 2**20, binary=True)(3 * 2**20) == "3 MiB"
    assert sizes_beside(76)(148) == "148 B"
