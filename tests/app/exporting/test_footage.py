from dataclasses import replace

import pytest

from desktop_app.app.exporting.choices import Choices
from desktop_app.app.exporting.footage import footage_of, look_of, span_ns
from desktop_app.cli.arguments import export_parser
from desktop_app.cli.exporting.films import film_of
from desktop_app.cli.exporting.options import export_options
from desktop_app.cli.exporting.runs import shot_of
from desktop_app.export.formats import format_named
from tests.scenarios import program, scenario

FILM = Choices(form=format_named("mp4"), begin="0ms", end="end", speed_ns=200_000, camera="core P1·T1", lit="core 0")


def test_the_preview_shows_the_very_frames_of_the_command_line(moments):
    options = export_options(export_parser().parse_args(FILM.arguments("a.toml", "/a.mp4")))
    shot = shot_of(scenario(program()), ("--from", options.begin), ("--to", options.end))
    film, shown = film_of(shot, options), footage_of(moments, FILM)
    assert shown.frames == film.frames
    for frame in (0, 1, 100, film.frames - 1):
        one, other = shown.seen(frame), film.seen(frame)
        assert one.t_ns == other.t_ns
        assert (one.shown, one.options) == (other.shown, other.options)
    assert shown.look == film.look == look_of(FILM)


def test_a_picture_is_one_moment(moments):
    png = replace(FILM, form=format_named("png"), at="line 2")
    shown = footage_of(moments, png)
    assert (shown.frames, shown.film) == (1, False)
    assert shown.seen(0).t_ns == shown.t_ns(0) > 0
    beyond = footage_of(moments, replace(png, at="9s"))
    assert beyond.t_ns(0) == moments.trace.known_until_ns


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"begin": "1ms", "end": "0.5ms"}, "an end after the beginning, which is at 1 ms"),
        ({"end": "line 99"}, "never comes"),
        ({"speed_ns": 1}, "at most 5,184,000 frames"),
    ],
)
def test_what_cannot_be_filmed_is_said(moments, change, problem):
    with pytest.raises(ValueError, match=problem):
        footage_of(moments, replace(FILM, **change))


def test_a_range_is_as_long_as_it_is_or_none(moments):
    assert span_ns(moments.trace, "0.1ms", "0.5ms") == 400_000
    assert span_ns(moments.trace, "0.5ms", "0.1ms") == span_ns(moments.trace, "soon", "end") == 0
