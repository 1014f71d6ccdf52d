"""Data of a run."""

from __future__ import annotations

from desktop_app.cli.exporting.options import ExportOptions
from desktop_app.cli.exporting.runs import run_to_end, shot_of
from desktop_app.cli.exporting.telling import Telling, size_text
from desktop_app.export.data.listing import write_listing
from desktop_app.export.data.metrics import write_metrics_csv, write_metrics_json
from desktop_app.export.data.perfetto import write_perfetto
from desktop_app.export.data.pieces import STEPS
from desktop_app.export.data.trace_csv import write_trace_csv
from desktop_app.model.quoting import file_shown
from desktop_app.model.scenario import Scenario
from desktop_app.storage.trace_file.reading import Recording
from desktop_app.storage.trace_file.writing import write_trace

_METRICS = {"metrics-json": write_metrics_json, "metrics-csv": write_metrics_csv}
_STRETCHES = {"perfetto": write_perfetto, "csv": write_trace_csv}


def write_data(options: ExportOptions, source: Scenario | Recording, telling: Telling) -> None:
    """Write a run, what was measured of it, or the bytecode of its programs.

    Raises:
        CoreloomError: When it cannot be written; what was there before is as it was.
    """
    telling.begin(STEPS)
    if options.begin is not None or options.end is not None:
        shot = shot_of(source, ("--from", options.begin), ("--to", options.end))
        write = _STRETCHES[options.form.name]
        write(shot.trace, options.out, telling, begin_ns=shot.begin_ns, end_ns=shot.end_ns)
    else:
        _write_all(options, source, telling)
    out = options.out
    telling.written([out], f"{file_shown(str(out))}: {options.form.title}, {size_text(out)}\n")


def _write_all(options: ExportOptions, source: Scenario | Recording, telling: Telling) -> None:
    recording = source if isinstance(source, Recording) else Recording(trace=run_to_end(source), scenario=source)
    out, trace = options.out, recording.trace
    if options.form.name == "coretrace":
        write_trace(trace, recording.scenario, out)
    elif options.form.name == "listing":
        write_listing(trace.listings, out, telling)
    else:
        (_METRICS | _STRETCHES)[options.form.name](trace, out, telling)
