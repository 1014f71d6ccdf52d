from desktop_app.policies.protocol import NEVER, ReadyReason, StopReason
from tests.policies.driving import Drive, job
from tests.policies.worked import MS, STALLINGS, finish, gantt, jobs_of, make, waiting


def test_stallings_finish_times():
    assert finish(make("sjf"), STALLINGS) == [3, 9, 15, 20, 11]


def test_silberschatz_mean_waiting_time():
    jobs = ((0, 6), (0, 8), (0, 7), (0, 3))
    assert waiting(jobs, finish(make("sjf"), jobs)) == 7


def test_ostep_scheduler():
    """scheduler.py -p SJF"""
    assert finish(make("sjf"), ((0, 200), (0, 100), (0, 300))) == [300, 100, 600]
    assert finish(make("sjf"), ((0, 100), (0, 10), (0, 10))) == [120, 10, 20]


def test_equal_bursts_go_by_arrival_then_by_the_scenario():
    jobs = jobs_of(((0, 4), (2, 3), (1, 3), (1, 3)))
    assert gantt(make("sjf"), jobs) == [(0, 0), (4, 2), (7, 3), (10, 1)]


def test_a_guess_is_the_average_of_silberschatz():
    """Guesses 10, 8, 6, 6, 5, 9, 11, 12 for bursts of 6, 4, 6, 4, 13, 13, 13, seen through a rival of known length."""
    bursts = (6, 4, 6, 4, 13, 13, 13, 1)
    guesses = (10, 8, 6, 6, 5, 9, 11, 12)
    for number in range(1, 8):
        for rival_guess, comes_first in ((guesses[number] * MS - 1, True), (guesses[number] * MS + 1, False)):
            policy = make("sjf")
            program = job(0, 0, 1)
            for burst in bursts[:number]:
                _burst(policy, program, burst * MS)
            rival = job(1, 0, 1, burst_ns=rival_guess, left_ns=rival_guess)
            policy.add(program, 0, ReadyReason.WOKEN)
            policy.add(rival, 0, ReadyReason.ARRIVED)
            assert (policy.pick(0, 0) is rival) is comes_first, (number, rival_guess)


def _burst(policy, program, ran_ns):
    policy.add(program, 0, ReadyReason.WOKEN)
    assert policy.pick(0, 0) is program
    policy.stopped(program, ran_ns, ran_ns, StopReason.BLOCKED)


def test_alpha_0_never_learns_and_alpha_1_knows_the_last_burst_only():
    for alpha, order in ((0, [0, 1, 0, 1]), (1, [0, 1, 1, 0])):
        # Both guess 10 ms first; then the second turns out to be the shorter one.
        jobs = jobs_of(((0, 9, 20, 9), (0, 2, 18, 2)))
        drive = Drive(make("sjf", estimate="average", alpha=alpha))
        drive.run(jobs)
        assert [index for _, _, index, _ in sorted(drive.runs)] == order


def test_a_changed_thread_keeps_its_guess():
    policy = make("sjf", initial="4ms")
    program = job(0, 0, 1)
    _burst(policy, program, 2 * MS)
    policy.add(program, 0, ReadyReason.WOKEN)
    policy.remove(program, 0)
    policy.add(program, 0, ReadyReason.MOVED)
    rival = job(1, 0, 1, burst_ns=3 * MS + 1, left_ns=3 * MS + 1)
    policy.add(rival, 0, ReadyReason.ARRIVED)
    assert program.burst_ns == NEVER
    assert [policy.pick(0, 0), policy.pick(0, 0)] == [program, rival]
