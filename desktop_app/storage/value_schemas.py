"""What a JSON Schema says of single values: their look as a pattern, their range as a sentence.

Patterns are read alike by ECMAScript, which JSON Schema asks for, and by Python. They refuse nothing that a file may
have, so a check by them alone may let through what loading refuses, such as a duration beyond its range.
"""

from __future__ import annotations

from typing import Any, Final

from desktop_app.model.durations import MAX_DURATION_NS, format_duration
from desktop_app.model.sizes import MAX_SIZE_BYTES, format_size
from desktop_app.storage.limits import CountRange, DurationRange, SizeRange

_NUMBER: Final = r"\s*[0-9]+(\.[0-9]+)?\s*"
#: Nothing but zeros before the unit.
_NOT_ZERO: Final = r"(?![\s0.]*[A-Za-zµ])"
_DURATION_UNIT: Final = "(ns|us|µs|ms|s)"
_SIZE_UNIT: Final = "([KMGTkmgt][Ii]?)?[Bb]"

#: Not blank, without control characters, line ends and marks that reorder text: see `limits.is_label`.
LABEL: Final = {
    "pattern": r"^(?=[\s\S]*\S)(?![\s\S]*[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069])"
}
#: A letter or _, then letters, digits, _ or -; of what is not ASCII only spaces and marks are ruled out.
NAME: Final = {
    "pattern": r"^(?![0-9-])(?![\s\S]*[\s\u0000-\u002c\u002e\u002f\u003a-\u0040\u005b-\u005e\u0060\u007b-\u00a0"
    r"\u2000-\u206f\u3000])"
}
#: Something other than white space.
NOT_BLANK: Final = {"pattern": r"\S"}


def duration_schema(allowed: DurationRange) -> dict[str, Any]:
    """Return the schema of a duration, without its range: see `duration_range`."""
    not_zero = _NOT_ZERO if allowed.minimum_ns else ""
    text = {"pattern": rf"^{not_zero}{_NUMBER}{_DURATION_UNIT}\s*$", "examples": ["1ms", "250us"]}
    if allowed.minimum_ns:
        return {"type": "string"} | text
    text["pattern"] = rf"^({_NUMBER}{_DURATION_UNIT}\s*|\s*0\s*)$"
    return {"type": ["string", "integer"], "minimum": 0, "maximum": 0} | text  # a bare 0 needs no unit


def takes_bare_zero(schema: dict[str, Any]) -> bool:
    """Return whether a schema is that of a duration which may be a bare 0."""
    return "pattern" in schema and schema.get("minimum") == schema.get("maximum") == 0


def duration_range(allowed: DurationRange) -> str:
    """Return the range of a duration as a sentence."""
    longest = "366 days" if allowed.maximum_ns == MAX_DURATION_NS else format_duration(allowed.maximum_ns)
    return f"From {format_duration(allowed.minimum_ns)} to {longest}."


def size_schema(allowed: SizeRange) -> dict[str, Any]:
    """Return the schema of a size, or of a size per second, without its range: see `size_range`."""
    not_zero, end = _NOT_ZERO if allowed.minimum_bytes else "", r"\s*/s" if allowed.per_second else ""
    examples = ["200MB/s"] if allowed.per_second else ["50MB", "64KiB"]
    return {"type": "string", "pattern": rf"^{not_zero}{_NUMBER}{_SIZE_UNIT}{end}\s*$", "examples": examples}


def size_range(allowed: SizeRange) -> str:
    """Return the range of a size as a sentence."""
    end = "/s" if allowed.per_second else ""
    return f"From {format_size(allowed.minimum_bytes)}{end} to {format_size(MAX_SIZE_BYTES)}{end}."


def count_schema(allowed: CountRange) -> dict[str, Any]:
    """Return the schema of a whole number."""
    return {"type": "integer", "minimum": allowed.minimum, "maximum": allowed.maximum}
