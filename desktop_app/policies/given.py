"""Checked options by type, and the default where one was not given."""

from __future__ import annotations

from desktop_app.policies.protocol import Options


def whole(options: Options, name: str, default: int) -> int:
    """Return a whole number, or a duration in nanoseconds."""
    value = options.get(name, default)
    assert isinstance(value, int)
    return value


def duration_or_none(options: Options, name: str) -> int | None:
    """Return a duration in nanoseconds, or None when there is none."""
    return whole(options, name, 0) or None


def truth(options: Options, name: str, *, default: bool) -> bool:
    """Return a truth value."""
    value = options.get(name, default)
    assert isinstance(value, bool)
    return value


def per_queue(options: Options, name: str, default: int) -> int | tuple[int, ...]:
    """Return a whole number or a duration in nanoseconds for all queues, or one for each where a list was given."""
    value = options.get(name, default)
    if isinstance(value, tuple):
        return tuple(int(each) for each in value)
    assert isinstance(value, int)
    return value
