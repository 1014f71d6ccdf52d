from desktop_app.engine.schedules.memory import Living, Memory
from desktop_app.engine.schedules.states import READY, Place, State
from desktop_app.engine.schedules.steps import frame_of
from desktop_app.program.values import ListObject
from tests.engine.schedules.programs import prepared
from tests.program.samples import loaded

PROGRAM = loaded("counter += 1\n")


def living(*stacks):
    image = prepared(PROGRAM)
    threads = {number: image.start_thread() for number in range(len(stacks))}
    for number, stack in enumerate(stacks):
        frame_of(threads[number]).stack.extend(stack)
    return Living([image], threads)


def test_equal_memory_has_one_number():
    memory = Memory()
    shared, own = memory.freeze(living([1], [1]))
    assert own[0] == own[1]
    assert memory.freeze(living([1], [2]))[0] == shared
    assert len(memory.parts) == 3
    assert memory.size > 0
    assert not memory.has_extras(shared)


def test_what_two_threads_reach_and_no_variable_is_shared_memory():
    memory = Memory()
    both = ListObject(0, [])
    shared, own = memory.freeze(living([both], [both]))
    assert memory.has_extras(shared)
    places = {number: Place(*own[number], READY, 0) for number in own}
    again = memory.thaw(shared, places, [0, 0])
    first, second = (frame_of(again.threads[number]).stack[-1] for number in (0, 1))
    assert isinstance(first, ListObject)
    assert first is second
    assert len(frame_of(again.threads[0]).space.frames) == 2


def test_one_that_takes_no_part_is_only_stood_for():
    memory = Memory()
    whole = living([], [])
    whole.images[0]._known = [whole.threads[1]]
    shared, own = memory.freeze(whole)
    again = memory.thaw(shared, {0: Place(*own[0], READY, 0)}, [0, 0])
    assert again.present == {0}
    assert again.number(again.images[0]._known[0]) == 1


def test_a_state_is_copiable_when_all_its_memory_is():
    memory = Memory()
    shared, own = memory.freeze(living([], [iter({1})]))
    places = tuple(Place(*own[number], READY, 0) for number in own)
    assert memory.copiable(State(shared, places[:1], (None,), 0))
    assert not memory.copiable(State(shared, places, (None,), 0))
