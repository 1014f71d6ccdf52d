from dataclasses import replace

import pytest

from desktop_app.views.stage.frame import compose
from desktop_app.views.stage.scheduler import _queue_words, fixed
from desktop_app.views.theme import DARK
from tests.views.sample_snapshots import Sample

pytestmark = pytest.mark.usefixtures("qapp")


def frame_of(*, fifo_order: bool):
    return compose(1366, 560, replace(Sample(processes=4).at(500_000), fifo_order=fifo_order), DARK)


def test_only_a_queue_is_called_one():
    assert _queue_words(frame_of(fifo_order=True)).startswith("ready queue")
    assert _queue_words(frame_of(fifo_order=False)).startswith("ready, unordered")


def test_another_order_is_another_picture():
    keys = [fixed(frame_of(fifo_order=order))[0].key for order in (True, False)]
    assert keys[0] != keys[1]
