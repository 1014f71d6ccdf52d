from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.camera import LEAST_ZOOM, MOST_ZOOM, WHOLE_STAGE, Camera, Stop, parse_camera
from desktop_app.model.errors import ScenarioError

SHARES = st.floats(0, 1)
ZOOMS = st.floats(LEAST_ZOOM, MOST_ZOOM)
PLACES = st.builds(Camera, stop=st.none(), x=SHARES, y=SHARES, zoom=ZOOMS)
LABELS = st.builds("P{}·T{}".format, st.integers(1, 9999), st.integers(1, 9999))
STOPS = st.one_of(
    st.builds(Camera, stop=st.sampled_from(Stop)),
    st.builds(Camera, stop=st.sampled_from(Stop), thread=LABELS),
    st.builds(Camera, stop=st.sampled_from(Stop), core=st.integers(0, 63)),
)


def parsed(text):
    return parse_camera(text, file="lesson.toml", field="step[2].camera")


@given(st.one_of(PLACES, STOPS))
def test_a_camera_is_what_its_text_says(camera):
    assert parsed(camera.text) == camera


def test_a_text_may_be_written_as_people_write():
    assert parsed("  Source  p1.t2 ") == Camera(stop=Stop.SOURCE, thread="P1·T2")
    assert parsed("core 3") == Camera(stop=Stop.CORE, core=3)
    assert parsed("AT 0.25 .5 Zoom 4") == Camera(stop=None, x=0.25, y=0.5, zoom=4.0)
    assert parsed("at 0.25 .5 zoom 4 P3·T1") == Camera(stop=None, x=0.25, y=0.5, zoom=4.0, thread="P3·T1")
    assert parsed("all") == WHOLE_STAGE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "moon",
        "core P1",
        "core T1·P1",
        "core 1 2",
        "core 1000",
        "core -1",
        "core ²",
        "at",
        "at 0.5 0.5",
        "at 0.5 0.5 zoom",
        "at 0.5 0.5 zoom nan",
        "at 0.5 0.5 zoom 0.5",
        "at 2 0.5 zoom 4",
        "at 0.5 0.5 near 4",
        "x" * 5000,
    ],
)
def test_what_is_no_camera_is_refused_with_what_would_be_one(text):
    with pytest.raises(ScenarioError) as error:
        parsed(text)
    assert str(error.value).startswith('lesson.toml: step[2].camera is "')
    assert "expected a stop (source, bytecode, bytes, ram, bus, core, scheduler or all)" in str(error.value)
    assert len(str(error.value)) < 400
