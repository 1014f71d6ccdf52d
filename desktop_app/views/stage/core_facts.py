"""What there is to say of a core that one looks at closely: what it executes with what, and why and how long."""

from __future__ import annotations

from PySide6.QtGui import QPainter

from desktop_app.analysis.snapshot import CoreState, CoreView, DispatchCause, Flight, ProcessView, StackView
from desktop_app.model.durations import spaced_duration
from desktop_app.views.stage.core_layout import CoreLayout
from desktop_app.views.stage.drawing import box, colour, label
from desktop_app.views.stage.frame import Frame, executed
from desktop_app.views.stage.subject import process_of
from desktop_app.views.stage.text import BODY, Face, one_line, time_text, tr, wrapped

#: From one line to the next, at scale 1.
PITCH = 27.0
_NAME_SHARE = 0.27
_PAD = 16.0
_TOP = 10.0

#: A name and what it is.
Fact = tuple[str, str]


def paint(painter: QPainter, frame: Frame, core: CoreView, spot: CoreLayout) -> None:
    """Draw as many facts as there is room for, the most important ones first."""
    rect, theme, k = spot.facts, frame.theme, spot.k
    if rect is None:
        return
    box(painter, rect, fill=colour(theme.inset), border=colour(theme.border), radius=10 * k)
    names, values = Face(round(BODY * k), 500), Face(round(BODY * k), 600)
    rows = max(1, int((rect.h - 2 * _TOP * k) // (PITCH * k)))
    x, wide = rect.x + _PAD * k, rect.w - 2 * _PAD * k
    column = max(wide * _NAME_SHARE, min(wide * 0.45, max(names.width(name) for _, name in _columns()) + 12 * k))
    row = 0
    for name, text in facts(frame, core):
        if row >= rows:
            break
        y = rect.y + (_TOP + PITCH / 2) * k
        label(painter, x, y + row * PITCH * k, name, names, colour(theme.muted), room=column - 8 * k)
        lines = wrapped(values, one_line(text), wide - column)
        # What there is no room for is shortened on the last line.
        shown = [*lines[: rows - row - 1], " ".join(lines[rows - row - 1 :])] if len(lines) > rows - row else lines
        for line in shown:
            label(painter, x + column, y + row * PITCH * k, line, values, colour(theme.text), room=wide - column)
            row += 1


def facts(frame: Frame, core: CoreView) -> list[Fact]:
    """Return what there is to say of a core, the most important first."""
    names = dict(_columns())
    if core.thread is None:
        return [(names["idle"], core.idle_reason), *_coming(frame, core, names)]
    if core.state is CoreState.SWITCHING:
        found = [(names["loads"], core.thread.label)]
        if core.leaving is not None:
            found.insert(0, (names["saves"], core.leaving.label))
        return [*found, *_dispatched(core, names)]
    process = process_of(frame.snapshot, core.thread.process)
    work = _instruction(core, process, names) if core.burst is None else _burst(core, process, names)
    return [*work, *_dispatched(core, names), *_quantum(frame, core, names), *_coming(frame, core, names)]


def words_on_chip(frame: Frame, flight: Flight, face: Face, room: float) -> str:
    """Return what stands on an instruction's chip in a core: all of the instruction where one looks closely enough."""
    short = one_line(flight.chip)
    if frame.lens is None:
        return short
    process = process_of(frame.snapshot, flight.process)
    if process is None or process.listing is None:
        return short
    line = process.listing.lines[flight.line]
    whole = one_line(f"{line.opname} {line.argument}".strip())
    return whole if face.width(whole) <= room else short


def _columns() -> list[Fact]:
    """Return the names of facts, by what the code calls them; a column is as wide as the widest."""
    return [
        ("executes", tr("Executes")),
        ("stack", tr("Its stack")),
        ("loaded", tr("Loads")),
        ("stored", tr("Stores")),
        ("in", tr("In")),
        ("burst", tr("Burst")),
        ("saves", tr("Saves registers")),
        ("loads", tr("Loads registers")),
        ("dispatched", tr("Dispatched")),
        ("quantum", tr("Quantum")),
        ("next", tr("Next here")),
        ("idle", tr("Idle")),
    ]


def _instruction(core: CoreView, process: ProcessView | None, names: dict[str, str]) -> list[Fact]:
    stack = _stack(core, process)
    found: list[Fact] = []
    flight = executed(core.flights)
    if flight is not None and process is not None and process.listing is not None:
        line = process.listing.lines[flight.line]
        found.append((names["executes"], f"{line.opname} {line.argument}".strip()))
        if flight.operand:
            found.append((names["loaded"], flight.operand))
    else:
        found.append((names["executes"], tr("nothing yet: its first instructions are on their way")))
    if stack is not None:
        shown = "  ".join(stack.values) if stack.values else tr("empty")
        found.append((names["stack"], shown))
    stored = next((flight.result for flight in core.flights if flight.result), "")
    if stored:
        found.append((names["stored"], stored))
    if stack is not None and stack.frames and stack.frames[-1].name != "<module>":
        found.append((names["in"], f"{stack.frames[-1].name}()"))
    return found


def _stack(core: CoreView, process: ProcessView | None) -> StackView | None:
    stacks = process.stacks if process is not None else ()
    return next((stack for stack in stacks if stack.thread == core.thread), None)


def _burst(core: CoreView, process: ProcessView | None, names: dict[str, str]) -> list[Fact]:
    if core.burst is None:
        return []
    count = len(process.bursts) if process is not None else 0
    position = (core.burst_position or 0) + 1
    words = tr("{position} of {count}: {total} of work").format(
        position=position, count=count, total=spaced_duration(core.burst[1])
    )
    return [(names["burst"], words)]


def _dispatched(core: CoreView, names: dict[str, str]) -> list[Fact]:
    dispatch = core.dispatch
    if dispatch is None:
        return []
    who = dispatch.before.label if dispatch.before is not None else ""
    again = dispatch.before is not None and dispatch.before == core.thread
    words = {
        DispatchCause.IDLE: tr("as the core was idle"),
        DispatchCause.EXPIRED: tr("again, after its own slice") if again else tr("as the slice of {who} was over"),
        DispatchCause.PREEMPTED: tr("in the place of {who}"),
        DispatchCause.BLOCKED: tr("as {who} had to wait"),
        DispatchCause.TERMINATED: tr("as {who} ended"),
    }[dispatch.cause].format(who=who)
    return [(names["dispatched"], words)]


def _quantum(frame: Frame, core: CoreView, names: dict[str, str]) -> list[Fact]:
    if core.slice_ns is None:
        return []
    left = time_text(max(0, core.slice_ns - core.slice_used_ns), frame.snapshot.slot_ns)
    return [(names["quantum"], tr("{left} left").format(left=left))]


def _coming(frame: Frame, core: CoreView, names: dict[str, str]) -> list[Fact]:
    coming = frame.snapshot.upcoming
    if coming is None or coming.core != core.number or not frame.options.tells_next:
        return []
    time = time_text(max(0, coming.at_ns - frame.snapshot.t_ns), frame.snapshot.slot_ns)
    return [(names["next"], tr("{thread} in {time}").format(thread=coming.thread.label, time=time))]
