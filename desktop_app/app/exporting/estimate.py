"""How large an export becomes and how long it takes, from what was measured of its like on this computer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from desktop_app.app.exporting.choices import Choices, Option
from desktop_app.export.film import chunk_count
from desktop_app.storage.preferences import ExportRate

#: Rates that are remembered, at the most.
_MOST_RATES: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What is to be expected.

    Attributes:
        seconds: How long it takes.
        bytes: How large it becomes.
    """

    seconds: float
    bytes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What is known of an export that runs, at one moment.

    Attributes:
        at_s: Seconds since it was started.
        done: Frames or pages that are done.
        bytes: What it has written by then.
    """

    at_s: float
    done: int
    bytes: int


def estimated(rate: ExportRate, items: int) -> Estimate:
    """Return what is to be expected of so many frames or pages."""
    return Estimate(seconds=rate.start_s + items * rate.item_s, bytes=items * rate.item_bytes)


def rate_of(samples: Sequence[Sample], total: int, *, in_chunks: bool) -> ExportRate | None:
    """Return what an export takes, from samples of one that was begun; None while they say nothing.

    The first pictures of a film are larger, in each of the chunks that are encoded beside each other, than those that
    follow and differ little from them. So what a picture adds is told from the later samples, and what a chunk begins
    with from what is left of the earlier ones.

    Args:
        samples: In the order of time; the first one with nothing done is when it began to write.
        total: How many frames or pages there are.
        in_chunks: Whether it is a film whose chunks are encoded by themselves.

    Returns:
        The rate; of 0 bytes where nothing is written before all of it is done.
    """
    began = next((sample for sample in samples if sample.done), None)
    last = samples[-1] if samples else None
    if began is None or last is None:
        return None
    start_s, item_s = pace_of(began, last)
    whole = last.bytes / last.done
    if in_chunks and last.done < total:
        whole = _bytes_of_frame(samples, last, total, whole)
    return ExportRate(start_s=start_s, item_s=item_s, item_bytes=whole)


def pace_of(first: Sample, last: Sample) -> tuple[float, float]:
    """Return how long it takes until something is begun, and then for each frame or page, in seconds.

    The first frame takes long, as all that is needed for one is loaded and drawn for it.
    """
    if last.done <= first.done:
        return last.at_s, 0.0
    item_s = (last.at_s - first.at_s) / (last.done - first.done)
    return max(0.0, first.at_s - first.done * item_s), item_s


def _bytes_of_frame(samples: Sequence[Sample], last: Sample, total: int, whole: float) -> float:
    """Return how many bytes a frame of the whole film has on average."""
    half = next((sample for sample in samples if sample.done * 2 >= last.done), last)
    if last.done - half.done < _ENOUGH:
        return whole
    added = max(0.0, (last.bytes - half.bytes) / (last.done - half.done))
    first = max(0.0, last.bytes - added * last.done)  # of all chunks that were begun
    chunks = chunk_count(total)
    begun = max(1, min(_BESIDE, chunks), -(-last.done * chunks // total))
    return (first / begun * chunks + added * total) / total


#: Chunks that are encoded beside each other, at least.
_BESIDE: Final = 2
#: Fewer frames say nothing of what a frame adds.
_ENOUGH: Final = 12


def rate_key(choices: Choices) -> str:
    """Return what exports have in common that take about the same for a frame or a page."""
    options = choices.options
    words = [choices.form.name, choices.scope.value]
    if Option.SIZE in options:
        words.append(f"{choices.size[0]}x{choices.size[1]}*{choices.scale}")
    for option, value in (
        (Option.QUALITY, choices.quality.value if choices.quality else ""),
        (Option.SHOW, choices.shown.value),
        (Option.CODEC, choices.codec),
        (Option.JOBS, str(choices.jobs or "")),
    ):
        if option in options:
            words.append(value)
    words += [option.value for option in _SWITCHES if option in options and getattr(choices, option.value)]
    return " ".join(words)[:100]


_SWITCHES: Final = (Option.TRANSPARENT, Option.CLIPS, Option.HANDOUT)


def remembered(rates: dict[str, ExportRate], key: str, rate: ExportRate) -> dict[str, ExportRate]:
    """Return the rates with another one, which is the last now; the oldest are forgotten."""
    kept = {name: known for name, known in rates.items() if name != key}
    kept[key] = msgspec.structs.replace(rate)
    return dict(list(kept.items())[-_MOST_RATES:])
