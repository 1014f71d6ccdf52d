import pytest

from desktop_app.cli.exporting.runs import run_to_end, shot_of
from desktop_app.model.errors import ScenarioError
from desktop_app.model.instant import parse_instant
from tests.scenarios import MS, bursts, program, scenario

ENDLESS = "while True: pass\n"


def shot(begin=None, end=None, what=None):
    return shot_of(
        what or scenario(program()),
        ("--from", None if begin is None else parse_instant(begin)),
        ("--to", None if end is None else parse_instant(end)),
    )


def test_all_of_a_run_is_from_its_start_to_its_end():
    whole = shot()
    assert (whole.begin_ns, whole.end_ns) == (0, whole.trace.known_until_ns)
    assert whole.trace.finished


def test_moments_can_be_named():
    part = shot("line 2", "end - 0.1ms")
    assert 0 < part.begin_ns < part.end_ns == part.trace.known_until_ns - 100_000


def test_an_endless_run_is_run_as_far_as_is_shown(capsys):
    part = shot("1ms", "2ms", scenario(program(ENDLESS)))
    assert (part.begin_ns, part.end_ns) == (MS, 2 * MS)
    assert not part.trace.finished
    assert capsys.readouterr().err == ""


def test_what_never_ends_needs_an_end(monkeypatch):
    monkeypatch.setattr("desktop_app.cli.exporting.runs.BATCH_LIMITS", few_instructions())
    with pytest.raises(ScenarioError, match=r'--to: expected a time such as "20ms"'):
        shot("1ms", None, scenario(program(ENDLESS)))


def few_instructions():
    from dataclasses import replace

    from desktop_app.engine.limits import BATCH_LIMITS

    return replace(BATCH_LIMITS, instructions=100)


def test_a_time_after_the_end_is_the_end_and_said_to_be(capsys):
    part = shot(None, "9s")
    assert part.end_ns == part.trace.known_until_ns
    assert "before --to 9s" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [("0.5ms", "0.2ms", "after --from"), ("line 99", None, "line 99"), (None, "exit P9·T1", "P9·T1")],
)
def test_moments_that_cannot_be_are_refused(begin, end, words):
    with pytest.raises(ScenarioError, match=words):
        shot(begin, end)


def test_a_run_that_was_cut_short_is_said_to_be(capsys, monkeypatch):
    assert not run_to_end(scenario(bursts("cpu 1ms"))).truncated
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("desktop_app.cli.exporting.runs.BATCH_LIMITS", few_instructions())
    assert run_to_end(scenario(program(ENDLESS))).truncated
    assert capsys.readouterr().err.count("cut short") == 1
