from desktop_app.engine.schedules.running import MAX_PRIVATE_INSTRUCTIONS, Runner
from desktop_app.engine.schedules.steps import Access, StepRules
from desktop_app.program.effects import Outcome
from tests.engine.schedules.programs import prepared
from tests.program.samples import loaded


def runner(program, *, alone=False, at_switch_points=False):
    rules = StepRules(program, {"counter"})
    return Runner(rules=rules, process=0, at_switch_points=at_switch_points, alone=alone, shared=())


def went(source, *, steps, **kind):
    program = loaded(source)
    thread = prepared(program).start_thread()
    run = runner(program, **kind)
    return [run.run(thread, steps=one) for one in steps]


def test_a_step_takes_along_what_nobody_sees():
    start, *found = went("x = 5\ncounter += x\n", steps=[False, True, True, True])
    assert [note.text for note in start.notes] == []
    assert start.accesses == {Access(0, "x", writes=True)}
    assert [[note.text for note in one.notes] for one in found] == [
        ["reads counter (0)"],
        ["works out 5"],
        ["sets counter = 5"],
    ]
    assert found[-1].outcome is Outcome.ENDED


def test_with_the_gil_a_step_goes_up_to_where_it_may_be_given_up():
    _, first, second = went("counter += int(1)\n", steps=[False, True, True], at_switch_points=True)
    assert [note.text for note in first.notes] == ["reads counter (0)"]
    assert [note.text for note in second.notes] == ["works out 1", "sets counter = 1"]


def test_nobody_sees_what_the_only_thread_does():
    (one,) = went("counter += 1\n", steps=[False], alone=True)
    assert (one.outcome, one.notes, one.accesses) == (Outcome.ENDED, [], set())


def test_a_thread_without_steps_gives_others_a_turn():
    (one,) = went("while True:\n    pass\n", steps=[False])
    assert (one.outcome, one.instructions) == (Outcome.RAN, MAX_PRIVATE_INSTRUCTIONS)


def test_an_uncaught_exception_is_noted():
    one, *_ = went("1 // 0\n", steps=[True])
    assert one.outcome is Outcome.FAILED
    assert [note.text for note in one.notes] == ["ends with an uncaught exception"]
    assert "ZeroDivisionError" in one.output
