from decimal import Decimal

import pytest

from desktop_app.app.exporting import checks, choices, offers
from desktop_app.cli.exporting import options
from desktop_app.export.formats import format_named
from desktop_app.model.errors import ScenarioError


def test_the_bounds_are_those_of_the_command_line():
    bounds = (choices.LEAST_SIZE, choices.MOST_SIZE)
    assert bounds == (options.MIN_SIZE, options.MAX_SIZE)
    scales = [Decimal(scale) for _, scale in offers.scales()]
    assert (min(scales), max(scales)) == (options.MIN_SCALE, options.MAX_SCALE)
    counts = (choices.MOST_JOBS, choices.GIF_TICKS)
    assert counts == (options.MAX_JOBS, options.GIF_TICKS)


@pytest.mark.parametrize(
    "text", ["1920x1080", "640x360", "7680x4320", "1921x1080", "100x100", "x", "9999999x1", "１x1"]
)
@pytest.mark.parametrize("name", ["png", "mp4"])
def test_sizes_are_taken_and_refused_in_the_words_of_the_command_line(text, name):
    form = format_named(name)
    assert said(lambda: checks.parse_size(text, form)) == said(lambda: options._size(text, form))


def said(parse):
    """Return what is made of a text, or what would be right in its place."""
    try:
        return parse()
    except ScenarioError as error:
        return error.expected
    except ValueError as error:
        return str(error)


def test_a_speed_is_above_nothing():
    assert checks.parse_speed("0.5ms") == 500_000
    for text in ("0ms", "fast"):
        with pytest.raises(ValueError, match="duration"):
            checks.parse_speed(text)


def test_a_stage_of_any_size_has_one_that_every_format_takes():
    assert checks.even_size(1441, 823) == (1440, 822)
    assert checks.even_size(1, 99_999) == (640, 4320)
