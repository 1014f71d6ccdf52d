"""Scripts of CPU and I/O bursts, such as "cpu 3ms, io disk 10ms, cpu 2ms"."""

from __future__ import annotations

from desktop_app.model.durations import format_duration, parse_duration
from desktop_app.model.workload import MAX_BURSTS, Burst, BurstKind

#: What a script looks like, for error messages.
BURSTS_FORM = 'bursts such as "cpu 3ms, io disk 10ms, cpu 2ms"'
_SHOWN_CHARS = 40


def parse_bursts(text: str) -> tuple[Burst, ...]:
    """Return the bursts that a script stands for, in order and as written.

    Args:
        text: Bursts with commas between them: ``cpu DURATION`` or ``io DEVICE DURATION``. It may begin or end with I/O.

    Raises:
        ValueError: With what would be right.
    """
    parts = text.split(",")
    if len(parts) > MAX_BURSTS:
        raise ValueError(f"at most {MAX_BURSTS:,} bursts, not {len(parts):,}")
    return tuple(_parse_burst(part) for part in parts)


def format_bursts(bursts: tuple[Burst, ...]) -> str:
    """Return the script of ``bursts``; `parse_bursts` gives the same bursts back."""
    return ", ".join(
        f"cpu {format_duration(burst.duration_ns)}"
        if burst.kind is BurstKind.CPU
        else f"io {burst.device} {format_duration(burst.duration_ns)}"
        for burst in bursts
    )


def _parse_burst(part: str) -> Burst:
    kind, _, rest = part.strip().partition(" ")
    if kind == "cpu":
        return Burst(kind=BurstKind.CPU, duration_ns=_duration_ns(rest, part))
    if kind != "io":
        raise ValueError(f"{BURSTS_FORM}; {_quoted(part)} begins with neither cpu nor io")
    device, _, rest = rest.strip().partition(" ")
    if not device.isidentifier():
        raise ValueError(f"{BURSTS_FORM}; {_quoted(part)} needs the name of a device after io, such as disk")
    return Burst(kind=BurstKind.IO, duration_ns=_duration_ns(rest, part), device=device)


def _duration_ns(text: str, part: str) -> int:
    try:
        duration_ns = parse_duration(text)
    except ValueError as error:
        raise ValueError(f"{BURSTS_FORM}; {_quoted(part)} needs {error}") from None
    if duration_ns == 0:
        raise ValueError(f"{BURSTS_FORM}; {_quoted(part)} needs a duration of more than 0")
    return duration_ns


def _quoted(part: str) -> str:
    shown = part.strip()
    return repr(shown if len(shown) <= _SHOWN_CHARS else shown[:_SHOWN_CHARS] + "…")
