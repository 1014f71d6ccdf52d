"""Tests for desktop_app.program.copying."""

from __future__ import annotations

import io
import os
import pickle
from collections import deque

import pytest

from desktop_app.program.copying import CopyReader, CopyWriter, numbered_again
from desktop_app.program.effects import Outcome
from desktop_app.program.functions import UNBOUND
from desktop_app.program.values import ClassObject, InstanceObject, ListObject, SetObject


def test_what_memory_is_made_of_is_read_back() -> None:
    made = [
        ListObject(3, [1]),
        iter([1, 2]),
        deque([1]),
        {1, 2},
        ValueError,
        2j,
        slice(1, 2),
        zip([1], [2], strict=True),
    ]
    read = CopyReader(io.BytesIO(pickle.dumps(made)), []).load()
    assert isinstance(read, list)
    assert read[0].items == [1]
    assert list(read[1]) == [1, 2]
    assert read[2:7] == made[2:7]
    assert list(read[7]) == [(1, 2)]
    assert CopyReader(io.BytesIO(pickle.dumps(UNBOUND)), []).load() is UNBOUND


@pytest.mark.parametrize("name", ["eval", "exec", "open", "__import__", "nothing", "compile"])
def test_no_other_built_in_is_read(name: str) -> None:
    with pytest.raises(pickle.UnpicklingError, match=f"cannot hold builtins.{name}"):
        CopyReader(io.BytesIO(), []).find_class("builtins", name)


def test_members_are_read_of_what_is_ours_only() -> None:
    assert CopyReader(io.BytesIO(pickle.dumps(Outcome.ENDED)), []).load() is Outcome.ENDED
    member = CopyReader(io.BytesIO(), []).find_class("builtins", "getattr")
    assert callable(member)
    for owner, name in ((str, "format"), (ListObject, "__subclasses__")):
        with pytest.raises(pickle.UnpicklingError, match="cannot hold"):
            member(owner, name)


def test_nothing_of_the_host_is_called() -> None:
    with pytest.raises(pickle.UnpicklingError, match="cannot hold"):
        CopyReader(io.BytesIO(pickle.dumps(os.system)), []).load()


@pytest.mark.parametrize("name", ["sys", "islice", "partial"])
def test_our_own_modules_lead_to_nothing_else(name: str) -> None:
    with pytest.raises(pickle.UnpicklingError, match=r"cannot hold desktop_app\.program\.values"):
        CopyReader(io.BytesIO(), []).find_class("desktop_app.program.values", name)


def test_what_is_kept_is_not_copied_and_sets_are_whatever_was_taken_out() -> None:
    worn = SetObject(1, {1, 2, 3})
    worn.discard(2)
    kept = ListObject(2, [])
    writer = CopyWriter(io.BytesIO(), [kept])
    writer.dump([kept, worn])
    writer.buffer.seek(0)
    reader = CopyReader(writer.buffer, [kept])
    again, copy = reader.load()
    assert again is kept
    assert (copy.items, copy.number, reader.made) == ({1, 3}, 1, [])


def test_an_object_that_is_made_again_by_number_can_be_hashed_at_once() -> None:
    instance = numbered_again(InstanceObject, 7)
    assert len({instance, numbered_again(InstanceObject, 7), numbered_again(ClassObject, 7)}) == 3
    reader = CopyReader(io.BytesIO(pickle.dumps((numbered_again, InstanceObject))), [])
    made, kind = reader.load()
    assert [made(kind, 8)] == reader.made
