import pytest

from desktop_app.engine.schedules.freezing import Freezer, Outside, Thawing, UncopiableError, field_names, unseen_fields
from desktop_app.engine.schedules.steps import frame_of
from desktop_app.program.frame import Frame
from desktop_app.program.process import ProcessImage
from desktop_app.program.space import AddressSpace
from desktop_app.program.values import ListObject
from tests.program.samples import loaded

EVERYTHING = """\
def make(start, *rest, step=1):
    def inner():
        nonlocal start
        start += step
        return start
    return inner
count = make(1, 2, step=3)
count()
numbers = [1, 2.5, True, None, 'x', (1, [2]), range(3), 10 ** 30, -0.0]
numbers.append(numbers)
table = {'a': numbers, (1, 2): {3}, True: frozenset({4})}
try:
    1 // 0
except ZeroDivisionError as error:
    kept = error
for one in [1, 2, 3]:
    for other in (4, 5):
        for letter in 'ab':
            last = one
"""


def image_of(source, instructions=10_000):
    image = ProcessImage(loaded(source))
    thread = image.start_thread()
    thread.run(instructions)
    return image, thread


def frozen(*roots):
    return Freezer(Outside({})).freeze(roots)


def thawed(memory, shared=()):
    return Thawing(memory, shared, lambda number: f"thread {number}")


@pytest.mark.parametrize("instructions", [5, 40, 80, 95, 110, 130, 10_000])
def test_what_is_thawed_goes_on_as_what_was_frozen(instructions):
    image, thread = image_of(EVERYTHING, instructions)
    memory = frozen(image, thread)
    again, same = thawed(memory).roots
    assert again is not image
    assert again.globals_text() == image.globals_text()
    assert frozen(again, same) == memory
    if not frame_of(thread).ended:
        frame_of(same).space.frames.append(frame_of(same))
        expected, found = thread.run(10_000), same.run(10_000)
        assert [step.line for step in found.steps] == [step.line for step in expected.steps]
        assert again.globals_text() == image.globals_text()


def test_equal_memory_has_equal_keys_and_other_memory_has_not():
    def key(source):
        image, _ = image_of(source)
        return frozen(image._space.variables).key

    assert key("a = [1]\n") == key("b = [0]\nb = 5\na = [1]\ndel b\n")
    assert key("a = [1]\nb = a\n") != key("a = [1]\nb = [1]\n")
    assert len({key(f"a = {value}\n") for value in ("1", "1.0", "True", "'1'", "(1,)", "[1]", "0.0", "-0.0")}) == 8


def test_what_the_program_cannot_see_is_no_part_of_the_key_but_kept():
    made = ListObject(7, [1])
    memory = frozen(made)
    assert memory.key == frozen(ListObject(8, [1])).key
    assert thawed(memory).roots[0].number == 7
    assert "number" in unseen_fields(ListObject)
    assert "executing" in unseen_fields(Frame)
    assert "variables" in field_names(AddressSpace())


def test_a_set_is_copiable_while_its_order_follows_from_its_elements():
    assert frozen({1, 2, 3}).copiable
    history = {0}
    for number in range(0, 80, 8):
        history.add(number)
    for number in range(8, 72, 8):
        history.discard(number)
    history |= {64, 8}
    memory = frozen(history)
    assert memory.copiable == (list(set(history)) == list(history))
    assert not frozen(iter({1: 2})).copiable
    assert frozen(iter([1, 2])).copiable


def test_memory_outside_is_referred_to_by_number():
    shared, thread = [1], object()
    memory = Freezer(Outside({id(thread): 4}, shared={id(shared): 9})).freeze([[shared, thread, shared]])
    assert (memory.refs, memory.names_threads) == ((9,), True)
    other = [2]
    assert thawed(memory, [other]).roots == [[other, "thread 4", other]]


def test_what_has_no_fields_is_refused():
    with pytest.raises(UncopiableError, match="a generator, which cannot be copied"):
        frozen(number for number in ())
    nested = []
    for _ in range(5_000):
        nested = [nested]
    with pytest.raises(UncopiableError, match="nested too deeply"):
        frozen(nested)
