"""Reads the trace event format as Perfetto's trace processor does, and refuses what that would leave out.

Times in microseconds become nanoseconds as floating-point numbers whose fraction is cut off; events are put in order of
time, the longest first of those that begin together; an event ends those of its track that are over by then, and must
not end later than one that goes on.
"""

import json
from collections import defaultdict
from typing import NamedTuple


class Slice(NamedTuple):
    start_ns: int
    end_ns: int
    depth: int
    name: str
    args: dict


class Read(NamedTuple):
    other: dict
    processes: dict  # pid: name
    threads: dict  # (pid, tid): name
    slices: dict  # name of the track: slices, in order
    instants: list  # (time, scope, track, name, args)
    counters: dict  # (process, name): (time, value)
    arrows: list  # (from track, slice, to track, slice)


def _object(pairs):
    found = dict(pairs)
    assert len(found) == len(pairs), f"a key twice in {pairs}"
    return found


def _refuse(name):
    raise AssertionError(f"{name} is no JSON")


def ns_of(microseconds):
    if isinstance(microseconds, int):
        return microseconds * 1000
    assert isinstance(microseconds, float)
    return int(microseconds * 1000.0)


def read(path):
    data = path.read_bytes()
    assert b"\x7f" not in data
    document = json.loads(data.decode("utf-8"), object_pairs_hook=_object, parse_constant=_refuse)
    assert list(document) == ["displayTimeUnit", "otherData", "traceEvents"]
    assert document["displayTimeUnit"] == "ns"
    events = document["traceEvents"]
    processes, threads = _names([event for event in events if event["ph"] == "M"])
    found = Read(document["otherData"], processes, threads, defaultdict(list), [], defaultdict(list), [])
    timed = sorted((event for event in events if event["ph"] != "M"), key=_order)
    stacks, started = defaultdict(list), {}
    for event in timed:
        time = ns_of(event["ts"])
        assert time >= 0
        track = found.threads.get((event["pid"], event.get("tid")), found.processes[event["pid"]])
        match event["ph"]:
            case "X":
                assert (event["pid"], event["tid"]) in found.threads
                part = _begin(found, stacks[track], track, event)
                if "flow_out" in event:
                    assert event["bind_id"] not in started
                    started[event["bind_id"]] = (track, part)
                if "flow_in" in event:
                    found.arrows.append((*started.pop(event["bind_id"]), track, part))
            case "i":
                assert event["s"] in {"t", "p", "g"}
                found.instants.append((time, event["s"], track, event["name"], event.get("args", {})))
            case "C":
                (value,) = event["args"].values()
                assert isinstance(value, int)
                (key,) = event["args"]
                found.counters[found.processes[event["pid"]], f"{event['name']} {key}"].append((time, value))
            case other:
                raise AssertionError(f"{other} is no event that we write")
    assert not started
    return found


def _names(events):
    processes, threads, orders = {}, {}, set()
    for event in events:
        if event["name"] == "process_name":
            assert event["pid"] not in processes
            processes[event["pid"]] = event["args"]["name"]
        elif event["name"] == "thread_name":
            # Perfetto looks for a thread's name by its own number only.
            assert event["tid"] not in {tid for _, tid in threads}
            threads[event["pid"], event["tid"]] = event["args"]["name"]
        else:
            assert event["name"] in {"process_sort_index", "thread_sort_index"}
            orders.add((event["name"], event["pid"], event.get("tid"), event["args"]["sort_index"]))
    assert len(orders) == len(processes) + len(threads)
    assert all(pid > 0 for pid in processes)
    assert all(tid > 0 and tid not in processes for _, tid in threads)
    return processes, threads


def _order(event):
    """Of what begins at a moment, the longest first."""
    return ns_of(event["ts"]), -ns_of(event.get("dur", 0))


def _begin(found, stack, track, event):
    start, length = ns_of(event["ts"]), ns_of(event["dur"])
    assert length >= 0
    while stack and (stack[-1].end_ns < start or (stack[-1].end_ns == start and not _both_empty(stack[-1], length))):
        stack.pop()
    if stack:
        assert start + length <= stack[-1].end_ns, f"{event} overlaps {stack[-1]}"
    stack.append(Slice(start, start + length, len(stack), event["name"], event.get("args", {})))
    found.slices[track].append(stack[-1])
    return stack[-1]


def _both_empty(last, length):
    return last.start_ns == last.end_ns and not length
