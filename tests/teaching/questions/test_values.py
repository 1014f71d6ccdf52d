from tests.scenarios import MS, bursts, program, scenario
from tests.teaching.questions.asked import asked, trace_of


def test_a_value_is_explained_by_its_writes():
    trace = trace_of(scenario(program("z = 1\nz = z + 41\n"), cores=1))
    question = asked("value", trace, variable="z")
    assert question.answer == "42"
    assert "1" in question.choices
    assert "stores z = 42, where 1 stood." in question.explanation[-1]
    assert asked("value", trace, variable="P1 z", when="0.2ms").answer == "no value yet"


def test_a_local_variable_is_asked_for_by_its_thread():
    source = "def double(a):\n    b = a + a\n    return b\n\nx = double(4)\n"
    trace = trace_of(scenario(program(source), cores=1))
    question = asked("value", trace, variable="P1·T1 b", when="after line 2")
    assert question.answer == "8"
    assert question.text == "What is the value of b in P1·T1 at 1.4 ms?"


def test_output_is_asked_for_as_a_whole_or_by_its_last_line():
    few = asked("output", trace_of(scenario(program("print(1)\nprint(2)\n"), cores=1)))
    assert (few.answer, few.text) == ("1 ⏎ 2", "What is printed by the end?")
    assert "2 ⏎ 1" in few.choices
    many = asked("output", trace_of(scenario(program("for i in range(9):\n    print(i)\n"), cores=1)))
    assert (many.answer, many.text) == ("8", "What is the last line that is printed?")


def test_memory_is_asked_for_at_a_moment():
    trace = trace_of(scenario(bursts("cpu 1ms, alloc 5MB, cpu 1ms, free 2MB, cpu 1ms"), cores=1))
    assert asked("memory", trace, process="P1", at_ns=int(1.5 * MS)).answer == "5MB"
    assert asked("memory", trace, process="P1", at_ns=MS, when="2.5ms").answer == "3MB"
