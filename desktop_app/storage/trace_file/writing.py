"""Writing a trace file."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from desktop_app.model.errors import FileError
from desktop_app.model.scenario import Scenario
from desktop_app.storage.atomic import replacing
from desktop_app.storage.trace_file.columns import SHAPES, columns_of
from desktop_app.storage.trace_file.container import MOST_UNPACKED_BYTES, ColumnWriter, DamagedError
from desktop_app.storage.trace_file.head import head_bytes, head_of
from desktop_app.trace.trace import Trace


def write_trace(trace: Trace, scenario: Scenario, out: Path) -> int:
    """Write a trace and the scenario that it is of, with its programs, to a file, and return the file's bytes.

    The same trace and scenario give the same bytes. After any failure the file that was there is still there, whole.

    Args:
        trace: The trace; what is yet to be written in it is written first.
        scenario: What was run.
        out: The file.

    Raises:
        FileError: When it cannot be written, or would be larger than what is read again.
        ScenarioError: When the scenario is none that could be read again.
    """
    try:
        with replacing(out) as beside, beside.open("wb") as stream:
            write_to(stream, trace, scenario)
            return stream.tell()
    except DamagedError as error:
        raise FileError(str(out), str(error)) from None


def write_to(stream: BinaryIO, trace: Trace, scenario: Scenario) -> None:
    """Write a trace file to a stream; see `write_trace`.

    Raises:
        DamagedError: When it would be larger than what is read again.
        ScenarioError: When the scenario is none that could be read again.
    """
    trace.settle()
    writer = ColumnWriter(stream)
    writer.write_bytes("head", head_bytes(head_of(trace, scenario)))
    for name, parts in columns_of(trace):
        typecode, differences = SHAPES[name]
        writer.write(name, typecode, parts, differences=differences)
        if writer.unpacked_bytes > MOST_UNPACKED_BYTES:
            raise DamagedError(
                f"it would unpack to more than {MOST_UNPACKED_BYTES >> 20} MiB, the most that is read; "
                "end the run earlier, with --until"
            )
    writer.finish()
