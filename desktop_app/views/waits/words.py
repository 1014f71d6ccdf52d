"""What a waits-for graph says, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop_app.analysis.waits_for import Node, NodeKind, Wait, WaitsFor
from desktop_app.trace.trace import Trace

#: Of longer lists only the first are named.
_MOST_NAMED = 6
#: A deadlock of so many threads is told wait by wait.
_FEW = 3


def _tr(text: str) -> str:
    return QCoreApplication.translate("WaitsPanel", text)


def _names(trace: Trace, threads: Sequence[int]) -> str:
    labels = [trace.threads[thread].label for thread in threads[:_MOST_NAMED]]
    if len(threads) > _MOST_NAMED:
        labels.append(_tr("{} more").format(len(threads) - _MOST_NAMED))
    if len(labels) == 1:
        return labels[0]
    return _tr("{first} and {last}").format(first=", ".join(labels[:-1]), last=labels[-1])


def wait_text(trace: Trace, wait: Wait) -> str:
    """Return what a thread waits for and who has it: ``P1·T1 waits for lock b, which P1·T2 holds``."""
    who = trace.threads[wait.thread].label
    if not wait.held_by:
        return _tr("{who} waits for {what}").format(who=who, what=wait.what)
    others = _names(trace, wait.held_by)
    if wait.what.startswith("start of "):
        return _tr("{who} waits for {others} to start").format(who=who, others=others)
    if wait.what.startswith("the end of ") or wait.what.endswith("'s end"):
        return _tr("{who} waits for {others} to end").format(who=who, others=others)
    if tuple(wait.held_by) == (wait.thread,):
        return _tr("{who} waits for {what}, which it holds itself").format(who=who, what=wait.what)
    text = _tr("{who} waits for {what}, which {others} holds")
    if len(wait.held_by) > 1:
        text = _tr("{who} waits for {what}, which {others} hold")
    return text.format(who=who, what=wait.what, others=others)


def summary(trace: Trace, graph: WaitsFor) -> str:
    """Return in one or two sentences what is the matter."""
    waits = {wait.thread: wait for wait in graph.waits}
    if graph.cycle:
        if len(graph.cycle) <= _FEW:
            told = ", ".join(wait_text(trace, waits[thread]) for thread in graph.cycle)
            return _tr("Deadlock: {}.").format(told)
        labels = [trace.threads[thread].label for thread in graph.cycle]
        named = labels if len(labels) <= _MOST_NAMED else [*labels[: _MOST_NAMED - 1], "…", labels[-1]]
        return _tr("Deadlock of {count} threads, each of which waits for what the next one holds: {names}.").format(
            count=len(labels), names=" → ".join([*named, labels[0]])
        )
    if graph.stuck:
        return _tr("Nobody is left who could wake {}: the run is stuck.").format(_names(trace, graph.stuck))
    if not graph.waits:
        return _tr("No thread waits for anything now.")
    if len(graph.waits) == 1:
        return _tr("One thread waits; there is no deadlock.")
    return _tr("{} threads wait; there is no deadlock.").format(len(graph.waits))


def node_text(trace: Trace, graph: WaitsFor, node: Node) -> str:
    """Return what a node is and does: who holds it and who waits for it, or what a thread holds and waits for."""
    places = {one.key: place for place, one in enumerate(graph.nodes)}
    place = places.get(node.key, -1)
    into = [graph.nodes[edge.source].label for edge in graph.edges if edge.target == place and edge.holds]
    if node.kind is NodeKind.THREAD:
        parts = [_tr("{who} holds {what}").format(who=node.label, what=", ".join(into))] if into else []
        parts += [wait_text(trace, wait) for wait in graph.waits if wait.thread == node.thread]
        return "\n".join(parts) or _tr("{} neither waits nor holds anything").format(node.label)
    holders = [graph.nodes[edge.target].label for edge in graph.edges if edge.source == place and edge.holds]
    waiters = [graph.nodes[edge.source].label for edge in graph.edges if edge.target == place and not edge.holds]
    parts = [node.label]
    if holders:
        parts.append(_tr("held by {}").format(", ".join(holders)))
    elif node.kind is NodeKind.LOCK:
        parts.append(_tr("free"))
    if waiters:
        parts.append(_tr("waited for by {}").format(", ".join(waiters)))
    return "\n".join(parts)
