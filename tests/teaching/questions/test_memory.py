from desktop_app.analysis.moment import Moments
from tests.scenarios import MS, bursts, program, scenario
from tests.teaching.questions.asked import asked, trace_of


def test_memory_is_asked_for_at_a_moment():
    trace = trace_of(scenario(bursts("cpu 1ms, alloc 5MB, cpu 1ms, free 2MB, cpu 1ms"), cores=1))
    assert asked("memory", trace, process="P1", at_ns=int(1.5 * MS)).answer == "5 MB"
    assert asked("memory", trace, process="P1", at_ns=MS, when="2.5ms").answer == "3 MB"


def test_threads_share_memory_though_people_multiply():
    trace = trace_of(scenario(bursts("alloc 387288B, cpu 5ms", threads=4), cores=4))
    question = asked("memory", trace, process="P1", at_ns=MS)
    assert question.answer == "1.55 MB"
    assert "6.2 MB" in question.choices
    assert all(choice.endswith(" MB") for choice in question.choices)
    assert question.explanation[-1] == "Its 4 threads share it."


def test_a_program_has_its_code_and_data_as_its_card_says():
    trace = trace_of(scenario(program("x = 10\ny = 20\nz = x + y\n", launches=2), cores=2))
    question = asked("memory", trace, process="P1", at_ns=int(0.8 * MS))
    view = Moments(trace).at(int(0.8 * MS)).processes[0]
    assert question.answer == f"{view.code_bytes + view.data_bytes} B"
    assert f"{view.data_bytes} B" in question.choices
    assert question.explanation[0] == f"P1 has {view.code_bytes} B of code, {view.data_bytes} B of data."
    assert asked("memory", trace, process="P1", at_ns=MS, when="end").answer == "0 B"
