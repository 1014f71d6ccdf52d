"""The order of a set's elements: CPython's own for numbers, the same in each run for strings, and kept by copies."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys

import pytest

from desktop_app.program.ordering import all_steady, in_order, rank, sort_key
from desktop_app.program.values import ListObject, OrderLostError, SetObject
from tests.program.samples import run

WORDS = ["the", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "dog"]


def test_numbers_come_in_cpythons_order() -> None:
    for items in ({8, 0}, {0, 8}, {3, 1, 2} | {10, 8, 0}, {1.5, 2, True}):
        assert run(f"print({items!r})").output == f"{items!r}\n"


def test_strings_come_in_the_same_order_in_each_run() -> None:
    source = f"print(set({WORDS!r}), frozenset({WORDS!r}))\n"
    code = f"from tests.program.samples import run; print(run({source!r}).output)"
    outputs = set()
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True)
        outputs.add(done.stdout)
    assert len(outputs) == 1


def test_elements_are_kept_in_order_while_they_come_and_go() -> None:
    target = SetObject(0, set())
    for word in WORDS:
        target.add(word)
        assert list(target.in_order()) == sorted(target.items, key=sort_key)
    while target.items:
        first = next(iter(target.in_order()))
        assert target.pop() == first
        assert list(target.in_order()) == sorted(target.items, key=sort_key)


def test_a_copy_keeps_the_order() -> None:
    words = SetObject(0, set(WORDS))
    assert list(pickle.loads(pickle.dumps(words)).in_order()) == list(words.in_order())
    numbers = SetObject(1, {8, 0, 3})
    assert list(pickle.loads(pickle.dumps(numbers)).in_order()) == list(numbers.in_order())


def test_a_set_of_numbers_that_some_were_taken_out_of_has_no_exact_copy() -> None:
    numbers = SetObject(0, {1, 2, 3})
    numbers.discard(2)
    with pytest.raises(OrderLostError):
        pickle.dumps(ListObject(1, [numbers]))


def test_only_strings_and_the_like_are_sorted() -> None:
    assert all_steady([1, 2.5, (1, 2), True])
    assert not all_steady([1, "a"])
    assert in_order({2, 1}) == {1, 2}
    assert rank("a") == rank("a") != rank("b")
