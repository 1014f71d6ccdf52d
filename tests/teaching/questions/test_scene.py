import pytest

from desktop_app.model.question import QuestionKind, QuestionSpec
from desktop_app.teaching.questions.question import Place, Run
from desktop_app.teaching.questions.scene import Scene
from tests.scenarios import MS, bursts, program, scenario
from tests.teaching.questions.asked import trace_of


@pytest.fixture(scope="module")
def trace():
    return trace_of(scenario(bursts("cpu 3ms", name="A", threads=2), bursts("cpu 2ms", name="B"), cores=1))


def scene(*traces, at_ns=0, kind="state", **options):
    spec = QuestionSpec(kind=QuestionKind(kind), options=options)
    return Scene(spec, [Run(trace=trace) for trace in traces], at_ns, Place(), 0)


@pytest.mark.parametrize(("name", "thread"), [("P1·T2", 1), ("P1.T2", 1), ("p2.t1", 2), ("P2", 2)])
def test_threads_are_found_by_their_names(trace, name, thread):
    assert scene(trace).thread_named(name) == thread


@pytest.mark.parametrize("name", ["P1", "P1·T3", "P1·T0", "P3·T1", "T1", ""])
def test_a_name_that_fits_none_or_several_finds_none(trace, name):
    assert scene(trace).thread_named(name) is None


def test_processes_are_found_by_label_or_by_the_only_name(trace):
    assert scene(trace).process("P2", "process") == 1
    assert scene(trace).process("A", "process") == 0


def test_moments_may_be_what_a_thread_does():
    code = trace_of(scenario(program("x = 1\ny = 2\n"), cores=1))
    found = scene(code, when="after line 1")
    assert 0 < found.moment("when", 0) < found.end_ns
    assert scene(code).moment("when", 7) == 7


def test_a_question_about_another_side_is_asked_of_its_run(trace):
    other = trace_of(scenario(bursts("cpu 1ms"), cores=1))
    found = scene(trace, other, at_ns=5 * MS, side=2)
    assert found.trace is other
    assert found.at_ns == MS  # it is over before
