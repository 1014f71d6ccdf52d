import pytest

from desktop_app.cli.arguments import export_parser
from desktop_app.cli.exporting.films import film_of, usual_speed_ns
from desktop_app.cli.exporting.options import export_options
from desktop_app.cli.exporting.runs import shot_of
from desktop_app.model.errors import ScenarioError
from tests.scenarios import bursts, program, run, scenario


def film(*arguments, what=None):
    options = export_options(export_parser().parse_args(["a.py", "a.mp4", *arguments]))
    return film_of(shot_of(what or scenario(program()), ("--from", options.begin), ("--to", options.end)), options)


def test_a_film_goes_from_the_first_moment_to_the_last_and_stands_there():
    made = film("--from", "0.1ms", "--to", "0.4ms", "--speed", "0.1ms", "--fps", "10")
    times = [made.seen(frame).t_ns for frame in range(made.frames)]
    assert times[0] == 100_000
    assert times[1] == 110_000
    assert times[30] == 400_000
    assert times[31:] == [400_000] * 10


def test_one_moment_is_one_frame():
    assert film("--from", "0.1ms", "--to", "0.1ms").frames == 1


@pytest.mark.parametrize(("cpu", "seconds"), [("cpu 10ms", 5), ("cpu 1s", 20), ("cpu 90s", 30)])
def test_without_a_speed_it_is_the_windows_or_all_is_over_in_half_a_minute(cpu, seconds):
    trace = run(bursts(cpu), policy="fcfs")
    span_ns = trace.known_until_ns
    assert span_ns / usual_speed_ns(trace, span_ns) == pytest.approx(seconds, rel=0.05)


def test_a_film_that_would_never_end_is_refused():
    with pytest.raises(ScenarioError, match=r"--speed .*at most 5,184,000 frames"):
        film("--speed", "1ns", what=scenario(bursts("cpu 90s")))


def test_what_the_camera_goes_with_is_followed():
    assert film("--camera", "core P1·T1").seen(0).options.followed == 0


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--camera", "core P9·T1"), "--camera .*no thread P9·T1"),
        (("--camera", "core 9"), "--camera .*there is only core 0"),
        (("--lit", "bus, core 9"), "--lit .*there is only core 0"),
        (("--lit", "variable nope"), "--lit .*a variable that app.py never has"),
    ],
)
def test_what_the_run_has_not_is_refused(arguments, problem):
    with pytest.raises(ScenarioError, match=problem):
        film(*arguments)


def test_what_may_come_later_is_not_refused():
    assert (
        film("--camera", "core P9·T1", "--to", "1ms", what=scenario(bursts("cpu 900s"))).seen(0).options.camera.thread
    )
