from dataclasses import replace

import pytest

from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.errors import FileError, ScenarioError
from desktop_app.model.scenario import Scenario
from desktop_app.storage.trace_file import head, writing
from desktop_app.storage.trace_file.reading import read_trace
from desktop_app.storage.trace_file.writing import write_trace
from tests.scenarios import bursts, run, scenario

OF = scenario(bursts("cpu 1ms"))


@pytest.fixture
def out(tmp_path):
    path = tmp_path / "x.coretrace"
    path.write_bytes(b"earlier")
    return path


@pytest.mark.parametrize(
    ("place", "name", "problem"),
    [
        (writing, "MOST_UNPACKED_BYTES", "the most that is read; end the run earlier, with --until"),
        (head, "MOST_BYTES", "its programs would take more than 0 MiB in it; leave some out"),
        (head, "MOST_SCENARIO_CHARS", "its scenario has more than 10 characters, the most that is read"),
    ],
)
def test_what_could_not_be_read_again_is_not_written(out, monkeypatch, place, name, problem):
    monkeypatch.setattr(place, name, 10)
    with pytest.raises(FileError) as caught:
        write_trace(run(bursts("cpu 1ms")), OF, out)
    assert caught.value.file == str(out)
    assert str(caught.value).endswith(problem)
    assert out.read_bytes() == b"earlier"
    assert list(out.parent.iterdir()) == [out]


def test_a_scenario_that_could_not_be_read_again_is_not_written(out):
    with pytest.raises(ScenarioError):
        write_trace(run(bursts("cpu 1ms")), Scenario(title="empty"), out)
    assert out.read_bytes() == b"earlier"


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileError, match="its folder does not exist"):
        write_trace(run(bursts("cpu 1ms")), OF, tmp_path / "no" / "x.coretrace")


def test_a_name_that_is_no_text_is_written_as_far_as_it_is(out):
    named = replace(OF, source="a\udcff.toml")
    write_trace(simulate(named, BATCH_LIMITS).run(), named, out)
    recording = read_trace(out)
    assert (recording.scenario.source, recording.trace.header.source) == ("a?.toml", "a?.toml")
