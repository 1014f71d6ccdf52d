"""From the columns of a trace file, whose numbers are in range, to the trace."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import accumulate
from operator import add, sub

from desktop_app.storage.trace_file.columns import rows_of
from desktop_app.storage.trace_file.container import DamagedError
from desktop_app.storage.trace_file.head import Head, process_infos
from desktop_app.trace.memory_tables import ObjectTable, OutputTable, WriteTable
from desktop_app.trace.tables import JobTable
from desktop_app.trace.trace import LastRun, ProcessMemory, ThreadInfo, Trace
from desktop_app.trace.values import ValueTable

#: Columns by their names; each is taken out when it is used, so that it is not there twice for long.
Columns = dict[str, "array[int]"]


def build_trace(head: Head, columns: Columns) -> Trace:
    """Return the trace of a file.

    Args:
        head: What the file says once, checked.
        columns: All columns, checked by `ranges.check_columns`; they are used up.

    Raises:
        DamagedError: When texts are not UTF-8, a value or a name is there twice, or something ends too late.
    """
    owned = columns.pop("threads.process")
    owners: list[list[int]] = [[] for _ in head.processes]
    for thread, process in enumerate(owned):
        owners[process].append(thread)
    trace = Trace(
        head.header,
        process_infos(head, owners),
        head.listings,
        threads=len(owned),
        resources=head.resources,
        policies=head.policies,
        queueing=head.queueing,
        launches=tuple(columns.pop("launches")),
    )
    trace.threads = _threads(head, owners, columns.pop("threads.arrival"))
    trace.causes = list(head.causes)
    trace.begin_ns, trace.known_until_ns = head.begin_ns, head.known_until_ns
    trace.finished, trace.truncated = head.finished, head.truncated
    trace.ready_from, trace.ended = columns.pop("ready_from"), columns.pop("ended")
    _fill_runs(trace, columns)
    _fill_logs(trace, columns)
    _fill_jobs(trace, columns)
    _fill_forgotten(trace, head, columns)
    _fill_programs(trace, columns)
    _fill_values(trace, columns)
    _fill_objects(trace, columns)
    _fill_memory(trace, head, columns)
    return trace


def _threads(head: Head, owners: list[list[int]], arrivals: array[int]) -> list[ThreadInfo]:
    found = {
        thread: (process, number)
        for process, threads in enumerate(owners)
        for number, thread in enumerate(threads, start=1)
    }
    return [
        ThreadInfo(process, number, head.processes[process].number, arrivals[thread])
        for thread, (process, number) in sorted(found.items())
    ]


def _fill_runs(trace: Trace, columns: Columns) -> None:
    rows, rated, rates = columns.pop("runs.rows"), columns.pop("runs.rated"), columns.pop("runs.rates")
    idle, switch, ran, whose = (columns.pop(f"runs.{name}") for name in ("idle", "switch", "ran", "whose"))
    for runs, where in zip(trace.runs, rows_of(rows, len(whose)), strict=True):
        runs.whose = whose[where]
        try:
            runs.ended = array("q", accumulate(map(add, map(add, idle[where], switch[where]), ran[where])))
        except OverflowError:
            raise DamagedError("it is damaged: a dispatch ends too late") from None
        runs.began = array("q", map(sub, runs.ended, ran[where]))
        runs.dispatched = array("q", map(sub, runs.began, switch[where]))
    counted = array("q", (count if has else 0 for count, has in zip(rows, rated, strict=True)))
    for runs, where in zip(trace.runs, rows_of(counted, len(rates)), strict=True):
        runs.rates = rates[where]


def _fill_logs(trace: Trace, columns: Columns) -> None:
    try:
        trace.wait_log.until = array("q", map(add, columns["waits.time"], columns.pop("waits.lasted")))
    except OverflowError:
        raise DamagedError("it is damaged: a wait ends too late") from None
    for group, table, names in (
        ("waits", trace.wait_log, ("time", "thread", "cause")),
        ("events", trace.events, ("time", "kind", "process", "thread", "core", "value")),
        ("standings", trace.standings, ("time", "thread", "queue", "level", "key", "tie", "extra")),
        ("clocks", trace.clocks, ("time", "queue", "value", "load")),
    ):
        for name in names:
            setattr(table, name, columns.pop(f"{group}.{name}"))


def _fill_jobs(trace: Trace, columns: Columns) -> None:
    finish = columns.pop("jobs.finish")
    for thread, first_ns, where in zip(
        columns.pop("jobs.thread"),
        columns.pop("jobs.first"),
        rows_of(columns.pop("jobs.rows"), len(finish)),
        strict=True,
    ):
        trace.jobs[thread] = JobTable(first_ns)
        trace.jobs[thread].finish = finish[where]


def _fill_forgotten(trace: Trace, head: Head, columns: Columns) -> None:
    forgotten = trace.forgotten
    forgotten.work_ns = columns.pop("work").tolist()
    forgotten.switches, forgotten.last_thread = list(head.switches), list(head.last_thread)
    names = ("thread", "dispatched", "began", "ended", "core", "cause")
    for thread, dispatched, began, ended, core, cause in zip(
        *(columns.pop(f"last.{name}") for name in names), strict=True
    ):
        forgotten.last_run[thread] = LastRun(
            dispatched_ns=dispatched, began_ns=began, ended_ns=ended, core=core, cause=cause
        )


def _fill_programs(trace: Trace, columns: Columns) -> None:
    executed, calls = trace.written.executed, trace.written.calls
    rows = columns.pop("executed.rows")
    for name in ("start", "end", "line", "node", "done"):
        column = columns.pop(f"executed.{name}")
        for table, where in zip(executed, rows_of(rows, len(column)), strict=True):
            # Threads with bursts share an empty table.
            if where.start < where.stop:
                setattr(table, name, column[where])
    for table, dropped in zip(executed, columns.pop("executed.dropped"), strict=True):
        if dropped:
            table.dropped = dropped
    rows = columns.pop("calls.rows")
    for name in ("time", "node"):
        column = columns.pop(f"calls.{name}")
        for changes, where in zip(calls, rows_of(rows, len(column)), strict=True):
            if where.start < where.stop:
                setattr(changes, name, column[where])


def _fill_values(trace: Trace, columns: Columns) -> None:
    written = trace.written
    written.stacks.parent, written.stacks.value = columns.pop("stacks.parent"), columns.pop("stacks.value")
    for name in ("parent", "place", "value", "length"):
        setattr(written.frames, name, columns.pop(f"frames.{name}"))
    values = ValueTable()
    objects = columns.pop("values.obj")
    for text, obj in zip(_texts(columns, "values.text", "values.length"), objects, strict=True):
        values.intern(text, obj)
    if len(values) != len(objects):
        raise DamagedError("it is damaged: a value is there twice")
    written.values = values


def _fill_objects(trace: Trace, columns: Columns) -> None:
    heads = columns.pop("heads.value")
    contents = [tuple(heads[where]) for where in rows_of(columns.pop("heads.rows"), len(heads))]
    times, lengths, sizes = (columns.pop(f"objects.{name}") for name in ("time", "length", "size"))
    for where in rows_of(columns.pop("objects.rows"), len(times)):
        table = ObjectTable()
        table.time, table.length, table.size = times[where], lengths[where], sizes[where]
        table.head = contents[where]
        trace.written.objects.append(table)


def _fill_memory(trace: Trace, head: Head, columns: Columns) -> None:
    memories = trace.written.memory
    for memory, entry in zip(memories, head.processes, strict=True):
        memory.exit_code, memory.end_ns = entry.exit_code, entry.end_ns
    _fill_globals(memories, columns)
    objects, numbers = columns.pop("numbers.object"), columns.pop("numbers.number")
    for memory, where in zip(memories, rows_of(columns.pop("numbers.rows"), len(objects)), strict=True):
        memory.numbers = dict(zip(objects[where], numbers[where], strict=True))
    names = list(_texts(columns, "finals.name", "finals.name_length"))
    values = list(_texts(columns, "finals.value", "finals.value_length"))
    for memory, where in zip(memories, rows_of(columns.pop("finals.rows"), len(names)), strict=True):
        memory.final_globals = dict(zip(names[where], values[where], strict=True))
    times, threads = columns.pop("output.time"), columns.pop("output.thread")
    texts = list(_texts(columns, "output.text", "output.length"))
    printed = OutputTable()
    printed.time, printed.thread, printed.text = times, threads, texts
    begin = 0
    for memory, count in zip(memories, columns.pop("output.rows"), strict=True):
        if count:
            output = memory.output
            output.time, output.thread = times[begin : begin + count], threads[begin : begin + count]
            output.text = texts[begin : begin + count]
        begin += count


def _fill_globals(memories: list[ProcessMemory], columns: Columns) -> None:
    names = list(_texts(columns, "globals.name", "globals.length"))
    times, values, threads, sizes = (columns.pop(f"writes.{name}") for name in ("time", "value", "thread", "size"))
    tables = []
    for where in rows_of(columns.pop("writes.rows"), len(times)):
        table = WriteTable()
        table.time, table.value, table.thread, table.size = times[where], values[where], threads[where], sizes[where]
        tables.append(table)
    for memory, where in zip(memories, rows_of(columns.pop("globals.rows"), len(names)), strict=True):
        memory.globals = dict(zip(names[where], tables[where], strict=True))
        if len(memory.globals) != where.stop - where.start:
            raise DamagedError("it is damaged: a process has two variables of one name")


def _texts(columns: Columns, name: str, length: str) -> Iterator[str]:
    """Yield the texts of a column.

    Raises:
        DamagedError: When one of them is not UTF-8.
    """
    data = columns.pop(name).tobytes()
    for where in rows_of(columns.pop(length), len(data)):
        try:
            yield data[where].decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise DamagedError(f"it is damaged: a text of its column {name} is not UTF-8") from None
