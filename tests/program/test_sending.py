"""What a process hands over is a copy with numbers of its own, but for what the other one has under the same name."""

from __future__ import annotations

import pytest

from desktop_app.program.effects import Outcome
from desktop_app.program.faults import SimulatedError
from desktop_app.program.functions import FunctionObject
from desktop_app.program.process import ProcessImage
from desktop_app.program.sending import Parcel
from desktop_app.program.values import DictObject, InstanceObject, ListObject, NamespaceObject, SetObject
from tests.program.samples import loaded

SOURCE = """\
from collections import OrderedDict
from enum import Enum, Flag
class Point:
    seen = []
    def __init__(self, x):
        self.x, self.links = x, [self]
    def move(self):
        return self.x
    @staticmethod
    def origin():
        return Point(0)
class Old:
    pass
old, first = Old(), Old
class Old:
    pass
class Colour(Enum):
    RED = 1
class Mode(Flag):
    R, W = 1, 2
def double(f):
    def wrapper(n):
        return f(n) * total
    return wrapper
@double
def plain(n):
    return n
def local():
    class Inner:
        pass
    return Inner
total, inner = 2, local()
point, nested = Point(1), [[1], {"a": [2]}, {3, 4}]
nested.append(nested[0])
tuples = ((point, nested), frozenset([point]))
mapping, mixed = {point: [point]}, {point, "a", 1}
view, names = vars(point), OrderedDict(a=[1])
move, origin, triple = point.move, Point.origin, lambda n: 3 * n
red, both = Colour.RED, Mode.R | Mode.W
"""


def begun(source: str) -> tuple[ProcessImage, dict[str, object]]:
    """Return a process whose program has run to its end, and its variables."""
    image = ProcessImage(loaded(source))
    image.pid = 1
    thread = image.start_thread()
    while (batch := thread.run(10_000)).outcome is Outcome.RAN:
        pass
    assert batch.outcome is Outcome.ENDED, batch.steps[-1]
    return image, image._space.variables


@pytest.fixture(scope="module")
def process() -> tuple[ProcessImage, dict[str, object]]:
    """A process; what is copied in it is put nowhere."""
    return begun(SOURCE)


@pytest.fixture(scope="module")
def child(process: tuple[ProcessImage, dict[str, object]]) -> tuple[ProcessImage, dict[str, object]]:
    """A process that it has started."""
    image, variables = process
    born, _ = image.fork(variables["local"])
    return born, born._space.variables


def copied(process: tuple[ProcessImage, dict[str, object]], name: str) -> Parcel:
    return process[0].copied(process[1][name])


def numbers(process: tuple[ProcessImage, dict[str, object]]) -> set[int]:
    return {value.number for value in process[1].values() if hasattr(value, "number")}


def test_each_object_of_a_copy_has_a_new_number_and_is_told_of_once(process) -> None:
    before = process[1]["nested"]
    nested, made = copied(process, "nested")
    assert isinstance(nested, ListObject)
    one, mapping, several, again = nested.items
    assert one is again
    assert [nested, one, mapping, mapping.items["a"], several] == list(made)
    fresh = [value.number for value in made]
    assert len(set(fresh)) == len(fresh)
    assert min(fresh) > max(numbers(process))
    assert [value.shown.obj for value in made] == fresh
    assert before.number not in fresh
    assert process[0]._space.next_number() > max(fresh)


def test_instances_keep_their_class_and_what_refers_to_them(process) -> None:
    parcel = copied(process, "point")
    point = parcel.value
    assert isinstance(point, InstanceObject)
    assert point.cls is process[1]["Point"]
    assert point.attributes["links"].items == [point]
    assert list(parcel.made) == [point, point.attributes["links"]]


def test_the_dictionary_of_an_instance_has_its_number(process) -> None:
    image, variables = process
    point, view = image.copied((variables["point"], variables["view"])).value
    assert isinstance(view, NamespaceObject)
    assert view.number == point.number != variables["point"].number
    assert view.items is point.attributes


def test_keys_and_elements_are_found_by_their_new_numbers(process) -> None:
    mapping = copied(process, "mapping").value
    assert isinstance(mapping, DictObject)
    (key,) = mapping.items
    assert mapping.items[key].items == [key]
    mixed = copied(process, "mixed").value
    assert isinstance(mixed, SetObject)
    assert set(mixed.in_order()) == mixed.items
    (pair, frozen) = copied(process, "tuples").value
    assert frozen == {pair[0]}


@pytest.mark.parametrize("name", ["Point", "double", "origin", "Colour", "red", "local", "Old"])
def test_what_has_a_name_is_the_receivers_own(process, child, name) -> None:
    assert copied(process, name) == Parcel(process[1][name], ())
    other = child[0].copied(process[1][name])
    assert other == Parcel(child[1][name], ())
    assert other.value is not process[1][name]


def test_a_method_is_that_of_the_copy(process, child) -> None:
    move = child[0].copied(process[1]["move"]).value
    assert move.target.cls is child[1]["Point"]
    assert move.function is child[1]["Point"].attributes["move"]


def test_classes_of_the_library_are_found_by_their_names_too(process, child) -> None:
    names = child[0].copied(process[1]["names"]).value
    assert names.cls is child[1]["OrderedDict"]


def test_what_is_a_member_of_no_name_is_a_copy(process) -> None:
    both = copied(process, "both").value
    assert both is not process[1]["both"]
    assert both.cls is process[1]["Mode"]


def test_what_another_one_has_the_name_of_is_copied(process) -> None:
    old = copied(process, "old").value
    assert old.cls is not process[1]["Old"]
    assert old.cls is not process[1]["first"]
    inner = copied(process, "inner").value
    assert inner is not process[1]["inner"]
    assert inner.number != process[1]["inner"].number


def test_a_function_without_a_name_uses_the_variables_of_the_receiver(process, child) -> None:
    triple = child[0].copied(process[1]["triple"]).value
    assert isinstance(triple, FunctionObject)
    assert triple is not child[1]["triple"]
    assert triple.globals is child[1]


def test_names_are_found_after_the_sender_has_ended() -> None:
    parent = begun(SOURCE)
    born, _ = parent[0].fork(parent[1]["local"])
    point, double = born._space.variables["point"], born._space.variables["triple"]
    born.exit_code = 0
    copy, function = parent[0].copied((point, double)).value
    assert copy.cls is parent[1]["Point"]
    assert function.globals is parent[1]


def test_no_two_processes_of_a_family_give_the_same_number(process, child) -> None:
    grandchild, _ = child[0].fork(child[1]["local"])
    given = [image._space.next_number() for image in (process[0], child[0], grandchild)]
    assert len({number >> 20 for number in given}) == 3
    inherited = {number for numbers in grandchild.inherited for number in numbers if number < 1000}
    assert numbers(process) <= inherited
    assert not any(number in one for number in given for one in grandchild.inherited)


def test_what_is_shared_is_no_copy_and_known_to_those_that_are_started() -> None:
    image, variables = begun("held = [[1]]\ndef work(): pass\n")
    image.share(variables["held"])
    assert image.copied(variables["held"]) == Parcel(variables["held"], ())
    inner = variables["held"].items[0]
    born, _ = image.fork(variables["work"])
    assert born.shared_numbers == {variables["held"].number, inner.number}
    assert born._space.variables["held"] is variables["held"]


def test_what_cannot_be_copied_is_a_type_error() -> None:
    image, variables = begun("it = iter({1: 2})\n")
    with pytest.raises(SimulatedError, match="cannot copy this to another process"):
        image.copied(variables["it"])


def test_copies_take_memory() -> None:
    image, variables = begun("many = list(range(10_000))\n")
    image.heap.limit_bytes = 4 * image.heap.measure()
    kept = variables["kept"] = ListObject(999, [])

    def keep_copies() -> None:
        for _ in range(100):
            kept.items.append(image.copied(variables["many"]).value)

    with pytest.raises(SimulatedError) as refused:
        keep_copies()
    assert refused.value.kind == "MemoryError"
    assert image.heap.measure() <= image.heap.limit_bytes
    kept.items.clear()
    assert image.copied(variables["many"]).made
