"""What is asked about a run is worth a thought."""

from random import Random

import pytest

from desktop_app.analysis.moment import Moments
from desktop_app.model.question import QuestionKind
from desktop_app.model.states import ThreadState
from desktop_app.teaching.practice.choosing import choose
from desktop_app.teaching.practice.situation import Wanted
from tests.scenarios import MS, bursts, scenario
from tests.teaching.questions.asked import trace_of


@pytest.fixture(scope="module")
def moments():
    entries = [bursts("cpu 3ms, io disk 2ms, cpu 2ms", arrival_ns=number * MS // 2) for number in range(3)]
    return Moments(trace_of(scenario(*entries, cores=1, quantum_ns=MS)))


@pytest.mark.parametrize("seed", range(8))
def test_who_is_next_is_asked_where_several_are_ready(moments, seed):
    chosen = choose(Wanted(kind=QuestionKind.NEXT_THREAD), moments, Random(seed))
    states = [moments.lives.state(thread, chosen.at_ns) for thread in range(3)]
    assert states.count(ThreadState.READY) >= 2
    assert chosen.spec.options["core"] == 0


@pytest.mark.parametrize("seed", range(8))
def test_a_wait_is_asked_about_while_it_lasts(moments, seed):
    chosen = choose(Wanted(kind=QuestionKind.WHY_WAITING), moments, Random(seed))
    thread = [info.label for info in moments.trace.threads].index(chosen.spec.options["thread"])
    assert moments.lives.state(thread, chosen.at_ns) is ThreadState.WAITING


def test_nothing_is_asked_where_there_is_nothing_to_ask():
    alone = Moments(trace_of(scenario(bursts("cpu 3ms"), cores=1)))
    assert choose(Wanted(kind=QuestionKind.NEXT_THREAD), alone, Random(1)) is None
    assert choose(Wanted(kind=QuestionKind.WHY_WAITING), alone, Random(1)) is None


def test_what_is_settled_stays(moments):
    chosen = choose(Wanted(kind=QuestionKind.HOLDER, options={"lock": "m"}), moments, Random(1))
    assert chosen.spec.options["lock"] == "m"
    assert str(chosen.spec.options["when"]).endswith("ns")
