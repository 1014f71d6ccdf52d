import shlex
from argparse import ArgumentParser

import pytest

from desktop_app.policies.errors import OptionError
from desktop_app.policies.protocol import ReadyReason, StopReason
from tests.engine.observed import ran, running
from tests.policies.driving import job
from tests.policies.worked import MS, finish, gantt, jobs_of, make
from tests.scenarios import bursts

#: Arguments of OSTEP's homework simulator mlfq.py, and when its jobs finish.
OSTEP = (
    ("-q 10 -i 5 -l 0,200,0", [200]),
    ("-q 10 -i 5 -l 0,180,0:100,20,0", [200, 120]),
    ("-q 10 -i 5 -l 0,175,0:50,25,1", [197, 210]),
    ("-q 10 -i 5 -l 0,120,0:100,50,5:100,50,5", [170, 215, 220]),
    ("-q 10 -i 5 -B 50 -l 0,120,0:100,50,5:100,50,5", [140, 215, 220]),
    ("-q 10 -i 1 -S -l 0,200,0:80,100,9", [300, 191]),
    ("-q 10 -i 1 -l 0,200,0:80,100,9", [272, 303]),
    ("-q 10 -i 5 -I -l 0,50,0:0,50,10:3,50,7", [130, 100, 165]),
    ("-q 10 -i 5 -l 0,50,0:0,50,10:3,50,7", [118, 128, 165]),
    ("-Q 10,15,20 -A 2,2,2 -i 5 -B 70 -l 0,60,0:0,60,0:7,40,6", [136, 160, 140]),
    ("-Q 2,8 -A 3,3 -i 3 -B 33 -l 0,40,0:5,35,4:5,30,0:12,25,9", [117, 138, 110, 119]),
    ("-q 8 -i 5 -S -I -l 0,40,8:1,40,8:2,40,8", [95, 98, 130]),
    ("-Q 3,6,12,24 -A 1,1,1,1 -i 7 -B 40 -I -l 0,30,3:0,30,4:0,30,5:4,30,0", [121, 129, 111, 98]),
    ("-q 7 -n 1 -i 5 -l 0,50,0:10,50,0:20,50,0", [127, 149, 150]),
)


@pytest.mark.parametrize(("arguments", "ends"), OSTEP)
def test_ostep_finish_times(arguments, ends):
    given = _parsed(arguments)
    jobs = [_bursts(*map(int, each.split(",")), given.i) for each in given.l.split(":")]
    options = {"allotment": given.a, "keep_on_io": given.S, "front_after_io": given.I}
    if given.Q:
        options["quantum"] = tuple(f"{quantum}ms" for quantum in given.Q.split(","))
        options["allotment"] = int(given.A.split(",")[0])
    else:
        options |= {"quantum": f"{given.q}ms", "queues": given.n}
    if given.B:
        options["boost"] = f"{given.B}ms"
    assert finish(make("mlfq", **options), jobs) == ends


def _parsed(arguments):
    parser = ArgumentParser()
    for name, default in (("q", 10), ("n", 3), ("a", 1), ("i", 5), ("B", 0)):
        parser.add_argument(f"-{name}", type=int, default=default)
    for name in "QAl":
        parser.add_argument(f"-{name}", default="")
    for name in "SI":
        parser.add_argument(f"-{name}", action="store_true")
    return parser.parse_args(shlex.split(arguments))


def _bursts(start, run, every, io):
    """A job that asks for I/O each ``every`` units of CPU time, but not at its end."""
    rest = [] if not every else [part for _ in range((run - 1) // every) for part in (every, io)]
    return (start, *rest, run - sum(rest[::2]))


def test_a_newcomer_preempts_and_the_preempted_thread_goes_on_with_its_quantum_at_the_head():
    jobs = jobs_of(((0, 9), (0, 9), (7, 1)))
    chart = gantt(make("mlfq", quantum="3ms", queues=2), jobs)
    # The first is preempted at 7, one unit into its second quantum of 3.
    assert chart == [(0, 0), (3, 1), (6, 0), (7, 2), (8, 0), (10, 1), (13, 0), (16, 1)]


def test_a_boost_while_a_thread_is_alone_counts():
    # Alone, it sinks at 2 and is lifted at 10: at 11 the newcomer joins the same queue behind it.
    jobs = jobs_of(((0, 20), (11, 2)))
    assert gantt(make("mlfq", quantum="2ms", boost="10ms"), jobs)[:3] == [(0, 0), (12, 1), (14, 0)]


def test_a_boost_sets_no_timer_while_everybody_is_at_the_top():
    policy = make("mlfq", boost="1us")
    for index in range(3):
        policy.add(job(index, 0, MS), 0, ReadyReason.ARRIVED)
    policy.pick(0, 0)
    assert policy.due_ns(0) is None


def test_quanta_as_a_list_say_how_many_queues_there_are():
    policy = make("mlfq", quantum=("1ms", "2ms", "3ms", "4ms"))
    assert finish(policy, ((0, 11),)) == [11]
    with pytest.raises(OptionError) as caught:
        make("mlfq", quantum=("1ms", "2ms"), queues=3)
    assert caught.value.option == "quantum"
    assert "3" in caught.value.expected
    assert "'2ms'" in caught.value.value


def test_a_removed_thread_comes_back_to_its_queue():
    jobs = jobs_of(((0, 9), (0, 9)))
    policy = make("mlfq", quantum="2ms")
    policy.add(jobs[0], 0, ReadyReason.ARRIVED)
    policy.add(jobs[1], 0, ReadyReason.ARRIVED)
    assert policy.pick(0, 0) is jobs[0]
    policy.stopped(jobs[0], 2 * MS, 2 * MS, StopReason.EXPIRED)
    policy.add(jobs[0], 2 * MS, ReadyReason.EXPIRED)
    for index in (0, 1):
        policy.remove(jobs[index], 2 * MS)
        policy.add(jobs[index], 2 * MS, ReadyReason.MOVED)
    assert [thread.index for thread in policy.ready()] == [1, 0]


def test_on_two_cores_the_first_two_of_the_queues_run():
    finished = gantt(make("mlfq", quantum="1ms", cores=2), jobs_of(((0, 2), (0, 2), (0, 2))), cores=2)
    assert {index for _, index in finished} == {0, 1, 2}


@pytest.mark.parametrize(
    ("options", "finishes"),
    [({"quantum": ("1ms",)}, [9, 2, 7, 10]), ({"quantum": "1ms"}, [10, 2, 9, 7]), ({"queues": 1}, [9, 2, 7, 10])],
    ids=["a list of one", "one for all", "one queue"],
)
def test_a_list_says_how_many_queues_there_are(options, finishes):
    assert finish(make("mlfq", **options), ((0, 4), (0, 1), (0, 3), (5, 2))) == finishes


def test_each_queue_may_have_an_allotment_of_its_own():
    """As mlfq.py -A 2,1,1: two quanta in the highest queue, then one in the next."""
    chart = gantt(make("mlfq", allotment=(2, 1, 1)), jobs_of(((0, 4), (0, 4))))
    assert chart == [(0, 0), (1, 1), (2, 0), (3, 1), (4, 0), (5, 1), (6, 0), (7, 1)]
    chart = gantt(make("mlfq", allotment=(2, 1, 1)), jobs_of(((0, 4), (2, 2))))
    assert chart == [(0, 0), (2, 1), (4, 0)]
    with pytest.raises(OptionError, match="a list of 2"):
        make("mlfq", queues=2, allotment=(2, 1, 1))


def test_no_boost_may_be_written_as_nought_and_none_may_be_absurd():
    assert not make("mlfq", boost="0ms").timed
    with pytest.raises(OptionError, match="0 for no boost"):
        make("mlfq", boost="1ns")


def test_who_is_forgotten_starts_anew():
    policy = make("mlfq")
    thread = job(0, 0, 9 * MS)
    policy.add(thread, 0, ReadyReason.ARRIVED)
    policy.pick(0, 0)
    policy.stopped(thread, MS, MS, StopReason.EXPIRED)
    policy.add(thread, MS, ReadyReason.EXPIRED)
    assert policy._standings[0].level == 1
    policy.remove(thread, 2 * MS)
    policy.forget(thread)
    policy.add(thread, 50 * MS, ReadyReason.MOVED)
    assert policy._standings[0].level == 0


def test_each_queue_of_mlfq_may_have_an_allotment_of_its_own():
    trace = running(
        *(bursts("cpu 5ms", name=name) for name in "AB"),
        bursts("cpu 3ms", name="C", arrival_ns=4 * MS),
        policy="mlfq",
        options={"quantum": "1ms", "allotment": (1, 2, 1)},
    )
    assert ran(trace, 2) == [(0, 4, 5), (0, 7, 9)]
