from desktop_app.model.durations import parse_duration
from tests.scenarios import MS, periodic, scenario
from tests.teaching.questions.asked import asked, trace_of


def ns(text):
    return parse_duration(text.replace("µs", "us"))


def test_missed_deadlines_and_cpu_time():
    late = trace_of(
        scenario(periodic("cpu 3ms", 4 * MS), periodic("cpu 3ms", 6 * MS), cores=1, policy="edf", until_ns=24 * MS)
    )
    misses = int(asked("deadline-misses", late).answer)
    assert misses == sum(int(asked("deadline-misses", late, thread=f"P{number}").answer) for number in (1, 2))
    assert misses > 0
    ran = sum(ns(asked("cpu-time", late, thread=f"P{number}", until="10ms").answer) for number in (1, 2))
    assert ran == 10 * MS
