from __future__ import annotations

import sys

import pytest

from desktop_app.program import heap
from desktop_app.program.effects import Outcome
from desktop_app.program.faults import SimulatedError
from desktop_app.program.heap import Heap, live_bytes
from desktop_app.program.values import ListObject
from tests.program.samples import run


def test_live_bytes_counts_what_can_be_reached_once() -> None:
    text = "x" * 10_000
    items = [text, text, 5]
    shared = ListObject(0, items)
    size = sys.getsizeof(shared) + sys.getsizeof(items) + sys.getsizeof(text) + sys.getsizeof(5)
    assert live_bytes([shared]) == size
    assert live_bytes([shared, shared, text]) == size


def test_a_list_that_contains_itself_is_counted() -> None:
    loop = ListObject(0, [])
    loop.items.append((loop, loop))
    assert 0 < live_bytes([loop]) < 1_000


def test_a_deep_chain_is_counted_without_recursion() -> None:
    chain: object = None
    for _ in range(20_000):
        chain = (chain,)
    assert live_bytes([chain]) >= 20_000 * sys.getsizeof((None,))


def test_garbage_is_forgotten_when_the_limit_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heap, "MAX_HEAP_BYTES", 1_000)
    found = Heap(lambda: ["small"])
    for _ in range(50):
        found.charge(500)
    assert found.used_bytes <= 1_000
    with pytest.raises(SimulatedError, match="MemoryError"):
        found.charge(1_000)


@pytest.mark.parametrize(
    "source",
    [
        "items = []\nn = 1000\nwhile True:\n    items.append('x' * n)\n",
        "items = []\nwhile True:\n    items.append([items])\n",
        "chain = ()\nwhile True:\n    chain = (chain, 1)\n",
        "items = [1]\nwhile True:\n    items = items + items\n",
        "items = [1]\nwhile True:\n    items += items\n",
        "items = [1]\nwhile True:\n    items *= 3\n",
        "items = []\nfor i in range(10 ** 9):\n    items.insert(0, i + 1000)\n",
        "items = [1, 2]\nfor item in items:\n    items.append([])\n",
        "text = 'x'\nwhile True:\n    text = text + text\n",
        "number = 3\nitems = []\nwhile True:\n    items.append(number ** 20000)\n",
        "items = []\nwhile True:\n    items.append(f'{items!r:>500}'[:1000])\n",
    ],
)
def test_growing_without_end_ends_in_a_memory_error(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heap, "MAX_HEAP_BYTES", 400_000)
    result = run(source)
    assert result.outcome is Outcome.FAILED
    assert "\nMemoryError" in result.output


def test_making_garbage_without_end_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heap, "MAX_HEAP_BYTES", 400_000)
    source = "for i in range(3000):\n    items = [1, 2, 3] * 50\n    text = 'x' * 5000\n    pair = (items, text)\n"
    assert run(source).outcome is Outcome.ENDED
