from PySide6.QtCore import QRect

from desktop_app.app.side_by_side.pictures import for_trace, time_area, window_for_all
from desktop_app.model.camera import parse_camera
from desktop_app.views.stage.options import PLAIN, StageOptions


def test_the_axis_shows_the_longest_run(traces):
    window = window_for_all(list(traces), 0)
    assert window.start_ns == 0
    assert window.end_ns == max(trace.known_until_ns for trace in traces)


def test_who_is_followed_is_in_the_run(traces):
    assert for_trace(StageOptions(followed=1), traces[0]).followed == 1
    assert for_trace(StageOptions(followed=2), traces[0]).followed is None
    camera = parse_camera("core P2·T1", file="", field="")
    assert for_trace(StageOptions(camera=camera), traces[1]).followed == 1
    assert for_trace(StageOptions(camera=camera), traces[2]).followed is None
    assert for_trace(PLAIN, traces[0]) == PLAIN


def test_rows_of_runs_with_other_numbers_of_cores_begin_and_end_alike(traces):
    places = {time_area(QRect(0, 0, 600, 200), trace, 1.0).getRect()[::2] for trace in traces}
    assert len(places) == 1


def test_the_axis_shows_what_is_played_of_all_runs_and_the_moment(traces):
    whole = window_for_all(list(traces), 0)
    stretch = (whole.span_ns // 4, whole.span_ns // 2)
    window = window_for_all(list(traces), stretch[0], stretch)
    assert window.start_ns < stretch[0] < stretch[1] < window.end_ns < whole.end_ns
    assert window_for_all(list(traces), whole.end_ns, stretch).end_ns == whole.end_ns
