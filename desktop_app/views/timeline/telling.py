"""What the timeline says in words about a place in it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from desktop_app.model.durations import NS_PER_MS
from desktop_app.trace.tables import RunKind
from desktop_app.views.timeline.axis import TimeWindow
from desktop_app.views.timeline.display import Display
from desktop_app.views.timeline.index import TimelineIndex
from desktop_app.views.timeline.marks import event_text, shown, tr
from desktop_app.views.timeline.threads import Activity

#: A tool tip lists so many marks at most.
_MOST_LINES = 8


def milliseconds(time_ns: int) -> str:
    """Return a time exactly, in milliseconds."""
    return f"{(Decimal(time_ns) / NS_PER_MS).normalize():f} ms"


def core_text(index: TimelineIndex, core: int, time_ns: int, t_ns: int) -> str:
    """Return what a core did at ``time_ns`` as it is known at ``t_ns``, which is later."""
    runs = index.intervals.between(core, time_ns, time_ns + 1)
    if not len(runs):
        on_line = index.marks.on_line(core, time_ns)
        if not any(begin_ns <= time_ns < end_ns for begin_ns, end_ns in on_line):
            return tr("Core {core}: off line").format(core=core)
        return tr("Core {core}: idle").format(core=core)
    switching = runs.kind[0] == RunKind.SWITCH
    ended = runs.end_ns[0] <= t_ns  # the future stays unknown, as in the picture
    if ended:
        running = tr("Core {core} runs {thread} from {start} to {end}")
        text = tr("Core {core} switches to {thread} from {start} to {end}") if switching else running
    else:
        running = tr("Core {core} runs {thread} since {start}")
        text = tr("Core {core} switches to {thread} since {start}") if switching else running
    label = index.trace.threads[int(runs.thread[0])].label
    start, end = milliseconds(int(runs.start_ns[0])), milliseconds(int(runs.end_ns[0]))
    return text.format(core=core, thread=label, start=start, end=end)


def thread_text(index: TimelineIndex, thread: int, time_ns: int, t_ns: int) -> str:
    """Return what a thread did at ``time_ns`` as it is known at ``t_ns``, which is later."""
    trace, threads = index.trace, index.threads
    threads.refresh()
    info = trace.threads[thread]
    if time_ns < info.arrival_ns:
        return tr("{thread} does not exist yet").format(thread=info.label)
    if trace.ended[thread] <= time_ns:
        return tr("{thread} ended at {end}").format(thread=info.label, end=milliseconds(trace.ended[thread]))
    start_ns = threads.begin_of(thread, time_ns)
    part = threads.segments(thread, start_ns, t_ns)
    activity, detail = Activity(part.activity[0]), int(part.detail[0])
    what = {
        Activity.NONE: tr("is new"),
        Activity.READY: tr("is ready"),
        Activity.RUNNING: tr("runs on core {core}"),
        Activity.SWITCHING: tr("is switched to on core {core}"),
        Activity.WAITING: tr("waits for {cause}"),
    }[activity]
    end_ns = int(part.end_ns[0])
    when = tr("from {start} to {end}") if end_ns < t_ns else tr("since {start}")
    cause = shown(trace.causes[detail].text) if activity is Activity.WAITING else ""
    times = when.format(start=milliseconds(start_ns), end=milliseconds(end_ns))
    return f"{info.label} {what.format(core=detail, cause=cause)} {times}"


def marks_text(index: TimelineIndex, display: Display, around: TimeWindow, t_ns: int) -> str:
    """Return what is marked in a short stretch of time, a line each; empty when nothing is."""
    lines: list[str] = []
    for line in _marks(index, display, around, t_ns):
        if len(lines) == _MOST_LINES:
            lines.append(tr("and more"))
            break
        lines.append(line)
    return "\n".join(lines)


def _marks(index: TimelineIndex, display: Display, around: TimeWindow, t_ns: int) -> Iterator[str]:
    trace, marks = index.trace, index.marks
    start_ns, end_ns = around.start_ns, min(around.end_ns, t_ns)
    for mark in display.bookmarks:
        if around.start_ns <= mark.at_ns <= around.end_ns:
            yield tr("Bookmark {name} at {time}").format(name=shown(mark.name), time=milliseconds(mark.at_ns))
    for time_ns, row in marks.told(start_ns, end_ns):
        yield f"{milliseconds(time_ns)}: {event_text(trace, row)}"
    for process in marks.launched(start_ns, end_ns):
        info = trace.processes[process]
        text = tr("{time}: {process} is launched ({name})")
        yield text.format(time=milliseconds(info.arrival_ns), process=info.label, name=shown(info.name))
    for thread in sorted({*marks.born(start_ns, end_ns), *marks.ended(start_ns, end_ns), *marks.periodic}):
        yield from _thread_marks(index, thread, start_ns, end_ns)


def thread_marks_text(index: TimelineIndex, thread: int, around: TimeWindow, t_ns: int) -> str:
    """Return what is marked in a thread's row in a short stretch of time, a line each; empty when nothing is."""
    lines = _thread_marks(index, thread, around.start_ns, min(around.end_ns, t_ns))
    return "\n".join(islice(lines, _MOST_LINES))


def _thread_marks(index: TimelineIndex, thread: int, start_ns: int, end_ns: int) -> Iterator[str]:
    trace, who = index.trace, index.trace.threads[thread].label
    born_ns, ended_ns = trace.threads[thread].arrival_ns, trace.ended[thread]
    came_along = born_ns == trace.processes[trace.threads[thread].process].arrival_ns
    if start_ns <= born_ns <= end_ns and not came_along:
        yield tr("{time}: {thread} is started").format(time=milliseconds(born_ns), thread=who)
    if start_ns <= ended_ns <= end_ns:
        yield tr("{time}: {thread} ends").format(time=milliseconds(ended_ns), thread=who)
    due = index.marks.deadlines(thread, start_ns, end_ns)
    for time_ns, missed in () if due is None else zip(due.deadline_ns.tolist(), due.missed.tolist(), strict=True):
        text = tr("{time}: {thread} misses its deadline") if missed else tr("{time}: {thread} has met its deadline")
        yield text.format(time=milliseconds(time_ns), thread=who)
