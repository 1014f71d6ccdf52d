"""Trace files that somebody changed, with every sum right."""

from __future__ import annotations

import random
from array import array
from io import BytesIO

import msgspec

from desktop_app.storage.trace_file.columns import SHAPES
from desktop_app.storage.trace_file.container import ColumnWriter, read_columns
from desktop_app.storage.trace_file.writing import write_to

#: Numbers at which something ends.
_EDGES = (0, 1, -1, 2, 3, 100, 127, -128, 32_767, 2**31 - 1, -(2**31), 10**9, 2**62, 2**63 - 1, -(2**63))
_WORDS = ("", "x", "a\nb", "\u202e", "x" * 300, "priority", "turn", "ratio", "vruntime", "level", "edf")


def columns_of(trace, scenario):
    """Return the columns of a trace's file."""
    stream = BytesIO()
    write_to(stream, trace, scenario)
    return read_columns(stream, {name: shape.typecode for name, shape in SHAPES.items()})


def file_of(columns):
    """Return a file of columns, its sums right."""
    stream = BytesIO()
    writer = ColumnWriter(stream)
    for name, column in columns.items():
        writer.write(name, column.typecode, [column])
    writer.finish()
    return stream


def with_head(columns, **changes):
    """Return columns whose head says something else."""
    head = msgspec.msgpack.decode(columns["head"].tobytes()) | changes
    return columns | {"head": array("B", msgspec.msgpack.encode(head))}


def forged(columns, luck: random.Random):
    """Return columns in which one to four numbers, lengths or words are others."""
    changed = {name: column[:] for name, column in columns.items()}
    for _ in range(luck.choice([1, 1, 1, 2, 4])):
        if luck.random() < 0.3:
            _forge_head(changed, luck)
        else:
            _forge_column(changed[luck.choice([name for name, one in changed.items() if one and name != "head"])], luck)
    return changed


def _forge_column(column, luck):
    row = luck.randrange(len(column))
    near = column[row] + luck.randrange(-(10**6), 10**6)
    value = luck.choice([*_EDGES, column[row] + 1, column[row] - 1, luck.choice(column), column[row] ^ 16, near])
    try:
        column[row] = value
    except OverflowError:
        return
    if luck.random() < 0.1:
        del column[luck.randrange(len(column)) :]


def _forge_head(columns, luck):
    head = msgspec.msgpack.decode(columns["head"].tobytes())
    place, key = luck.choice(list(_places(head)))
    value = place[key]
    if isinstance(value, bool):
        place[key] = not value
    elif isinstance(value, int) or value is None:
        place[key] = luck.choice([*_EDGES, (value or 0) + 1, (value or 0) - 1])
    elif isinstance(value, str):
        place[key] = luck.choice([*_WORDS, f"{value}x"])
    elif isinstance(value, list) and value:
        luck.choice([value.clear, value.reverse, value.pop, lambda: value.append(luck.choice(value))])()
    else:
        place[key] = None
    columns["head"] = array("B", msgspec.msgpack.encode(head))


def _places(value):
    for key in value if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])
