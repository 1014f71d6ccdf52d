"""Scripts of bursts and of operations on what threads share, such as "cpu 3ms, io disk 10ms, lock m, cpu 2ms"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from desktop_app.model.durations import format_duration, parse_duration
from desktop_app.model.sizes import format_size, parse_size
from desktop_app.model.workload import MAX_BURSTS, TIMED_BURSTS, Burst, BurstKind, ResourceKind

#: What a script looks like, for error messages.
BURSTS_FORM = 'bursts such as "cpu 3ms, io disk 10ms, cpu 2ms"'
#: What the name of a device or of a shared resource looks like, for error messages.
NAME_FORM = "a letter or _, then letters, digits, _ or -, at most 100 characters"
_SHOWN_CHARS = 40
_NAME = re.compile(r"[^\W\d][\w-]{0,99}")

#: The kinds of resource that each operation works on.
RESOURCE_KINDS: Mapping[BurstKind, tuple[ResourceKind, ...]] = MappingProxyType(
    {
        BurstKind.LOCK: (ResourceKind.MUTEX,),
        BurstKind.UNLOCK: (ResourceKind.MUTEX, ResourceKind.RW_LOCK),
        BurstKind.READ_LOCK: (ResourceKind.RW_LOCK,),
        BurstKind.WRITE_LOCK: (ResourceKind.RW_LOCK,),
        BurstKind.ACQUIRE: (ResourceKind.SEMAPHORE,),
        BurstKind.RELEASE: (ResourceKind.SEMAPHORE,),
        BurstKind.WAIT: (ResourceKind.CONDITION,),
        BurstKind.NOTIFY: (ResourceKind.CONDITION,),
        BurstKind.NOTIFY_ALL: (ResourceKind.CONDITION,),
        BurstKind.BARRIER: (ResourceKind.BARRIER,),
        BurstKind.PUT: (ResourceKind.QUEUE,),
        BurstKind.GET: (ResourceKind.QUEUE,),
    }
)
_BY_WORD = MappingProxyType({kind.value: kind for kind in BurstKind})
_SIZED = frozenset({BurstKind.ALLOCATE, BurstKind.FREE})


def parse_bursts(text: str) -> tuple[Burst, ...]:
    """Return the bursts that a script stands for, in order and as written.

    Args:
        text: Parts with commas between them: ``cpu DURATION``, ``io DEVICE DURATION``, ``sleep DURATION``,
            ``lock MUTEX``, ``unlock LOCK``, ``read-lock LOCK``, ``write-lock LOCK``, ``acquire SEMAPHORE``,
            ``release SEMAPHORE``, ``wait CONDITION``, ``notify CONDITION``, ``notify-all CONDITION``,
            ``barrier BARRIER``, ``put QUEUE``, ``get QUEUE``, ``join PROCESS``, ``alloc SIZE``, ``free SIZE``.

    Raises:
        ValueError: With what would be right.
    """
    parts = text.split(",")
    if len(parts) > MAX_BURSTS:
        raise ValueError(f"at most {MAX_BURSTS:,} bursts, not {len(parts):,}")
    return tuple(_parse_burst(part) for part in parts)


def format_bursts(bursts: tuple[Burst, ...]) -> str:
    """Return the script of ``bursts``; `parse_bursts` gives the same bursts back."""
    return ", ".join(format_burst(burst) for burst in bursts)


def format_burst(burst: Burst) -> str:
    """Return one part of a script."""
    words = [burst.kind.value, burst.device, burst.target]
    if burst.kind in TIMED_BURSTS:
        words.append(format_duration(burst.duration_ns))
    if burst.kind in _SIZED:
        words.append(format_size(burst.size_bytes))
    return " ".join(filter(None, words))


def is_name(text: str) -> bool:
    """Return whether ``text`` may name a device or a shared resource: see `NAME_FORM`."""
    return _NAME.fullmatch(text) is not None


def implicit_kinds(bursts: Iterable[Burst]) -> dict[str, ResourceKind]:
    """Return the kinds of the locks that need no declaration, in the order in which the bursts name them.

    A lock that is read-locked or write-locked anywhere is a reader-writer lock, any other one a mutex. Names that are
    declared are among them, too; what they are is for their declaration to say.
    """
    kinds: dict[str, ResourceKind] = {}
    for burst in bursts:
        if burst.kind in {BurstKind.LOCK, BurstKind.UNLOCK}:
            kinds.setdefault(burst.target, ResourceKind.MUTEX)
        elif burst.kind in {BurstKind.READ_LOCK, BurstKind.WRITE_LOCK}:
            kinds[burst.target] = ResourceKind.RW_LOCK
    return kinds


def _parse_burst(part: str) -> Burst:
    word, _, rest = part.strip().partition(" ")
    rest = rest.strip()
    kind = _BY_WORD.get(word)
    match kind:
        case None:
            raise ValueError(f"{BURSTS_FORM}; {_quoted(part)} begins with none of {', '.join(_BY_WORD)}")
        case BurstKind.CPU | BurstKind.SLEEP:
            return Burst(kind=kind, duration_ns=_duration_ns(rest, part))
        case BurstKind.IO:
            device, _, rest = rest.partition(" ")
            if not is_name(device):
                raise ValueError(f"{BURSTS_FORM}; {_quoted(part)} needs the name of a device after io, such as disk")
            return Burst(kind=kind, duration_ns=_duration_ns(rest, part), device=device)
        case BurstKind.ALLOCATE | BurstKind.FREE:
            return Burst(kind=kind, size_bytes=_size_bytes(rest, part))
        case BurstKind.JOIN:
            if not rest:
                raise ValueError(f"{BURSTS_FORM}; {_quoted(part)} needs the name of a process after join")
            return Burst(kind=kind, target=rest)
        case _:
            if not is_name(rest):
                expected = f"the name of a {RESOURCE_KINDS[kind][0].value} after {word}"
                raise ValueError(f"{BURSTS_FORM}; {_quoted(part)} needs {expected}: {NAME_FORM}")
            return Burst(kind=kind, target=rest)


def _duration_ns(text: str, part: str) -> int:
    try:
        duration_ns = parse_duration(text)
    except ValueError as error:
        raise ValueError(f"{BURSTS_FORM}; {_quoted(part)} needs {error}") from None
    if duration_ns == 0:
        raise ValueError(f"{BURSTS_FORM}; {_quoted(part)} needs a duration of more than 0")
    return duration_ns


def _size_bytes(text: str, part: str) -> int:
    try:
        size_bytes = parse_size(text)
    except ValueError as error:
        raise ValueError(f"{BURSTS_FORM}; {_quoted(part)} needs {error}") from None
    if size_bytes == 0:
        raise ValueError(f"{BURSTS_FORM}; {_quoted(part)} needs a size of more than 0")
    return size_bytes


def _quoted(part: str) -> str:
    shown = part.strip()
    return repr(shown if len(shown) <= _SHOWN_CHARS else shown[:_SHOWN_CHARS] + "…")
