from dataclasses import replace

import pytest

from desktop_app.analysis.snapshot import WaitingView
from desktop_app.views.stage.frame import compose
from desktop_app.views.stage.scheduler import _heading, fixed
from desktop_app.views.theme import DARK
from tests.views.reading import words_of
from tests.views.sample_snapshots import Sample

pytestmark = pytest.mark.usefixtures("qapp")


def frame_of(*, fifo_order: bool):
    return compose(1366, 560, replace(Sample(processes=4).at(500_000), fifo_order=fifo_order), DARK)


def test_only_a_queue_is_called_one():
    assert _heading(frame_of(fifo_order=True)).startswith("ready queue")
    assert _heading(frame_of(fifo_order=False)).startswith("ready, unordered")


def test_another_order_is_another_picture():
    keys = [fixed(frame_of(fifo_order=order))[0].key for order in (True, False)]
    assert keys[0] != keys[1]


@pytest.mark.parametrize(
    ("size", "words"), [((1366, 560), ["s1", "condition c"]), ((2600, 820), ["semaphore s1", "condition c"])]
)
def test_of_what_is_waited_for_the_name_is_kept_and_its_kind_goes_first(size, words):
    snapshot = Sample(processes=4).at(500_000)
    causes = ("semaphore s1", "semaphore s1", "condition c", "condition c")
    waiting = [
        WaitingView(thread=thread, cause=cause, since_ns=0, until_ns=None)
        for thread, cause in zip(snapshot.ready, causes, strict=True)
    ]
    found = words_of(replace(snapshot, ready=(), waiting=tuple(waiting)), size)
    assert [word for word in words if word in found] == words
    assert not any("…" in word and word.startswith(("sema", "cond")) for word in found)
