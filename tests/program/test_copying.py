"""Tests for desktop_app.program.copying."""

from __future__ import annotations

import io
import os
import pickle
from collections import deque

import pytest

from desktop_app.program.copying import CopyReader
from desktop_app.program.effects import Outcome
from desktop_app.program.functions import UNBOUND
from desktop_app.program.values import ListObject


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
