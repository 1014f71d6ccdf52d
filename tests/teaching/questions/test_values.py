from desktop_app.analysis.instants import instant_ns
from desktop_app.model.instant import parse_instant
from desktop_app.teaching.questions.words import time_text
from tests.scenarios import MS, program, scenario
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
    # Versions of Python take more or fewer instructions up to there.
    assert question.text == f"What is the value of b in P1·T1 at {time_text(question.shown_ns)}?"
    assert question.shown_ns == instant_ns(trace, parse_instant("after line 2"))


def test_output_is_asked_for_as_a_whole_or_by_its_last_line():
    few = asked("output", trace_of(scenario(program("print(1)\nprint(2)\n"), cores=1)))
    assert (few.answer, few.text) == ("1 ⏎ 2", "What is printed by the end?")
    assert "2 ⏎ 1" in few.choices
    many = asked("output", trace_of(scenario(program("for i in range(9):\n    print(i)\n"), cores=1)))
    assert (many.answer, many.text) == ("8", "What is the last line that is printed?")


def test_the_variable_of_another_process_is_a_choice_and_told_of():
    source = "n = 0\nn = n + 1\nn = n + 1\n"
    trace = trace_of(scenario(program(source), program(source, arrival_ns=MS), cores=2))
    question = asked("value", trace, variable="P1 n", when="after line 1 P2·T1")
    assert question.answer == "2"
    assert {"0", "1"} <= set(question.choices)
    assert question.explanation[-1] == "Each process has its own n: it is 0 in P2."


def test_a_truth_is_told_with_the_number_it_is_about():
    trace = trace_of(scenario(program("n = 7\nall_there = n == 8\n"), cores=1))
    question = asked("value", trace, variable="all_there")
    assert (question.answer, question.choices) == ("False", ("True", "False"))
    assert question.explanation[-1] == "Then n is 7."


def test_lists_of_two_processes_are_told_of_where_one_prints():
    source = (
        "import multiprocessing\nbag = [1]\ndef put():\n    bag.append(2)\n"
        'if __name__ == "__main__":\n    child = multiprocessing.Process(target=put)\n    child.start()\n'
        "    child.join()\n    print(len(bag))\n"
    )
    question = asked("output", trace_of(scenario(program(source), cores=1)))
    assert question.answer == "1"
    assert "2" in question.choices
    assert question.explanation[0] == "Each process has its own bag: it is [1] in P1 and [1, 2] in P2."


def test_a_line_may_be_left_out():
    trace = trace_of(scenario(program("print('a')\n"), program("print('b')\n", arrival_ns=9 * MS), cores=1))
    question = asked("output", trace)
    assert question.answer == "a ⏎ b"
    assert {"a", "b"} <= set(question.choices)


def test_long_values_are_cut_off_in_sentences():
    question = asked("value", trace_of(scenario(program(f"x = 'short'\nx = {'y' * 90!r}\n"), cores=1)), variable="x")
    assert all(len(sentence) < 160 for sentence in question.explanation)


def test_a_lost_update_is_explained_by_what_had_been_read():
    source = (
        "import threading\nimport time\nn = 10\ndef add(amount, delay):\n    global n\n    seen = n\n"
        "    time.sleep(delay)\n    n = seen + amount\n"
        "workers = [threading.Thread(target=add, args=(1, 0.02)), threading.Thread(target=add, args=(2, 0.04))]\n"
        "for worker in workers:\n    worker.start()\nfor worker in workers:\n    worker.join()\n"
    )
    question = asked("value", trace_of(scenario(program(source), cores=1)), variable="n")
    assert question.answer == "12"
    assert "13" in question.choices
    first, second = question.explanation[-2:]
    assert first.endswith("P1·T2 stores n = 11, where 10 of P1·T1 stood.")
    assert second.endswith("P1·T3 stores n = 12, where 11 of P1·T2 stood; it had read 10.")
