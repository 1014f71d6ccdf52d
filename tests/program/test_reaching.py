"""What nothing refers to any more cannot be reached, and a generator then ends."""

from __future__ import annotations

import pytest

from desktop_app.program.reaching import is_reachable, numbered_within
from desktop_app.program.values import ClassObject, DictObject, InstanceObject, ListObject
from tests.program.samples import run

GENERATOR = "def g():\n    try:\n        yield 1\n        yield 2\n    finally:\n        print('closed')\n"


def test_values_are_found_in_whatever_holds_them() -> None:
    wanted = ListObject(0, [])
    held = ListObject(1, [(DictObject(2, {"key": wanted}),)])
    held.items.append(held)
    assert is_reachable(wanted, [held])
    assert not is_reachable(wanted, [ListObject(3, [held.items])])


def test_objects_with_numbers_are_found_once_each_but_not_in_classes() -> None:
    inner, hidden = ListObject(0, []), ListObject(1, [])
    cls = ClassObject("C", (), {"held": hidden}, 2)
    instance = InstanceObject(cls, 3)
    outer = ListObject(4, [(inner,), frozenset([instance]), "text"])
    instance.attributes.update(back=outer, inner=inner, kind=cls)
    assert sorted(one.number for one in numbered_within([outer, instance, cls])) == [0, 3, 4]


@pytest.mark.parametrize(
    ("loop", "printed"),
    [
        ("for x in g():\n    break", "closed\nend\n"),
        ("k = g()\nfor x in k:\n    break", "end\n"),
        ("k = {1: [g()]}\nfor x in k[1][0]:\n    break", "end\n"),
        ("class C: pass\nc = C()\nc.g = g()\nfor x in c.g:\n    break", "end\n"),
        ("def f():\n    for x in g():\n        return x\nf()", "closed\nend\n"),
    ],
)
def test_a_generator_ends_when_a_loop_leaves_it_and_nothing_else_has_it(loop: str, printed: str) -> None:
    assert run(f"{GENERATOR}{loop}\nprint('end')\n").output == printed
