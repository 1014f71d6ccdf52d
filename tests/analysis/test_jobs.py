from desktop_app.analysis.jobs import job_metrics
from desktop_app.model.scenario import Action, ActionKind
from tests.scenarios import MS, bursts, periodic, run


def test_jobs_that_are_late_or_unfinished_at_their_deadline_are_missed():
    trace = run(periodic("cpu 6ms", 10 * MS), periodic("cpu 6ms", 10 * MS), policy="fcfs", until_ns=40 * MS)
    first, second = job_metrics(trace, 0, trace.known_until_ns), job_metrics(trace, 1, trace.known_until_ns)
    assert (first.jobs, second.jobs) == (4, 4)
    for metrics in (first, second):
        thread = 0 if metrics is first else 1
        finish = list(trace.jobs[thread].finish)
        late = sum(end > (job + 1) * 10 * MS for job, end in enumerate(finish))
        assert metrics.deadline_misses == late + 4 - len(finish)
    assert first.first_response_ns == 6 * MS
    assert second.first_response_ns == 12 * MS


def test_a_deadline_after_the_end_is_not_missed_yet():
    trace = run(periodic("cpu 6ms", 10 * MS), until_ns=13 * MS)
    metrics = job_metrics(trace, 0, trace.known_until_ns)
    assert (metrics.jobs, metrics.completed, metrics.deadline_misses) == (2, 1, 0)


def test_a_killed_task_releases_no_more_jobs():
    kill = Action(at_ns=15 * MS, kind=ActionKind.KILL, process="A")
    metrics = job_metrics(run(periodic("cpu 2ms", 10 * MS), actions=[kill], until_ns=100 * MS), 0, 100 * MS)
    assert (metrics.jobs, metrics.completed, metrics.deadline_misses) == (2, 2, 0)


def test_before_its_offset_a_task_has_no_job():
    metrics = job_metrics(run(periodic("cpu 2ms", 10 * MS, offset_ns=50 * MS), until_ns=20 * MS), 0, 20 * MS)
    assert (metrics.jobs, metrics.first_response_ns, metrics.worst_response_ns) == (0, None, None)


def test_other_threads_have_no_jobs():
    assert job_metrics(run(bursts("cpu 1ms")), 0, MS) is None
