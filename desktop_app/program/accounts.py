"""Accounts of what instructions cost the host beyond themselves, so that a run ends that only keeps the host busy.

An instruction may go through a million items or make a megabyte of text. What is charged for that is counted in units
of about the host's time for one instruction of library code, and follows from the program alone, never from a clock.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final

#: Less than so many items, bytes or characters is part of what an instruction costs anyway.
_FREE: Final = 2_000
#: The host goes through so many items in the time of one unit.
_ITEMS: Final = 16
#: The host writes or reads so many bytes or characters in the time of one unit.
_BYTES: Final = 1_024


class Account:
    """What the instructions of one go have cost.

    Attributes:
        units: The cost, in instructions of library code.
    """

    __slots__ = ("units",)

    def __init__(self) -> None:
        self.units = 0


_CURRENT: Final[ContextVar[Account]] = ContextVar("account", default=Account())  # noqa: B039 - what nobody reads


def open_account() -> Account:
    """Return a new account, to which everything is charged from now on."""
    account = Account()
    _CURRENT.set(account)
    return account


def current_account() -> Account:
    """Return the account to which everything is charged now."""
    return _CURRENT.get()


def charge(units: int) -> None:
    """Charge so many units."""
    _CURRENT.get().units += units


def charge_items(count: int) -> None:
    """Charge for going through so many items."""
    if count > _FREE:
        charge(count // _ITEMS)


def charge_bytes(count: int) -> None:
    """Charge for writing or reading so many bytes or characters."""
    if count > _FREE:
        charge(count // _BYTES)
