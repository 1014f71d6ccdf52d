"""The arguments of built-in functions and methods: how many they take, in CPython's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop_app.program.faults import fail_as_host
from desktop_app.program.values import stand_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def stand_ins(keywords: dict[str, object]) -> dict[str, Any]:
    """Return keyword arguments as the host may get them."""
    return {name: stand_in(value) for name, value in keywords.items()}


def check_arguments(
    host: Callable[..., object], args: Sequence[object], keywords: dict[str, object], takes: tuple[int, int]
) -> None:
    """Raise what CPython says when a function that takes no keywords is given some, or too few or too many arguments.

    Args:
        host: The host's own function, or its method bound to an empty value.
        args: The positional arguments.
        keywords: The keyword arguments.
        takes: How many positional arguments it takes, at least and at most.
    """
    if keywords or not takes[0] <= len(args) <= takes[1]:
        fail_as_host(host, *map(stand_in, args), **stand_ins(keywords))
