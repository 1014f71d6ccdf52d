from dataclasses import replace

import pytest

from desktop_app.app.differences import NEVER_NS, action_text, change_text, first_difference_ns
from desktop_app.app.live import with_action
from desktop_app.model.bookmark import Bookmark
from desktop_app.model.scenario import Action, ActionKind, SchedulerSpec
from tests.engine.observed import do
from tests.scenarios import MS, bursts, scenario


def test_from_when_on_two_scenarios_differ():
    base = scenario(bursts("cpu 9ms"), actions=(do(1, "nice", "A", value=1),))
    assert first_difference_ns(base, with_action(base, do(4, "kill", "A"))) == 4 * MS
    assert first_difference_ns(base, scenario(bursts("cpu 9ms"))) == MS
    assert first_difference_ns(base, scenario(bursts("cpu 8ms"), actions=base.actions)) is None
    assert first_difference_ns(base, replace(base, bookmarks=(Bookmark(at_ns=3, name="x"),))) == NEVER_NS


def test_a_change_has_a_name():
    base = scenario(bursts("cpu 9ms"), cores=2)
    assert change_text(base, scenario(bursts("cpu 9ms"), cores=4)) == "4 cores"
    assert (
        change_text(base, scenario(bursts("cpu 9ms"), cores=2, policy="srtf")) == "Policy Shortest remaining time first"
    )
    assert change_text(base, scenario(bursts("cpu 9ms", threads=2), cores=2)) == "Threads"
    assert change_text(base, scenario(bursts("cpu 8ms"), cores=2)) == "Process A"
    assert change_text(base, with_action(base, do(1, "kill", "A"))) == "Kill A"


@pytest.mark.parametrize("kind", ActionKind)
def test_every_action_has_a_name(kind):
    action = Action(at_ns=0, kind=kind, value=3, affinity=(0, 2), scheduler=SchedulerSpec(policy="fcfs"))
    text = action_text(action, "P2")
    assert text
    assert "{" not in text
    assert kind in {ActionKind.CORES, ActionKind.POLICY} or "P2" in text


def test_entries_that_only_actions_launch_differ_from_their_launch_on():
    base = scenario(bursts("cpu 9ms"))
    more = replace(base, processes=(*base.processes, bursts("cpu 1ms", name="B", launches=0)))
    assert first_difference_ns(base, more) == NEVER_NS
    assert first_difference_ns(base, with_action(more, do(3, "launch", "B"))) == 3 * MS
    assert first_difference_ns(more, base) == NEVER_NS
    assert first_difference_ns(base, replace(more, processes=(*base.processes, bursts("cpu 1ms")))) is None
