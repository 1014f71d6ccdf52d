from dataclasses import replace

import pytest

from desktop_app.analysis.snapshot import ThreadRef
from desktop_app.views.stage.core_header import idle_place, idle_words, is_numbered, name_of, pill_rect, thread_face
from desktop_app.views.stage.frame import compose
from desktop_app.views.theme import DARK
from tests.views.sample_snapshots import Sample

pytestmark = pytest.mark.usefixtures("qapp")

LONG = ThreadRef(index=0, label="P7·T1000", process=6)


def frame_of(cores, size=(1366, 560)):
    return compose(*size, Sample(cores=cores, processes=1).at(500_000), DARK)


@pytest.mark.parametrize("cores", [1, 4, 9, 16, 25, 64])
def test_a_long_label_stays_whole_within_its_card(cores):
    frame = frame_of(cores)
    for core, spot in zip(frame.snapshot.cores, frame.cores, strict=True):
        place = pill_rect(replace(core, thread=LONG), spot)
        assert spot.card.x <= place.x
        assert place.right <= spot.card.right
        assert place.w >= thread_face(spot).width(LONG.label)


def test_the_number_goes_before_the_label_does():
    spot = frame_of(64, (900, 420)).cores[0]
    assert is_numbered("63", "P1·T1", spot)
    assert not is_numbered("63", "P7·T1000000", spot)
    assert is_numbered("63", "", spot)


def test_a_core_is_called_by_its_number_alone_on_a_narrow_card():
    for cores, name in ((4, "Core 0"), (64, "0")):
        frame = frame_of(cores)
        assert name_of(frame.snapshot.cores[0], frame.cores[0]) == name


def test_what_an_idle_core_says_has_room_in_its_header():
    frame = frame_of(4)
    core = replace(frame.snapshot.cores[3], thread=None, idle_reason="P1·T2 waits for P1's GIL")
    words, below = idle_words(core, frame.cores[3])
    _, room = idle_place(core, frame.cores[3])
    assert words == "idle: P1·T2 waits for P1's GIL"
    assert below == ""
    assert thread_face(frame.cores[3]).width("idle") < room
