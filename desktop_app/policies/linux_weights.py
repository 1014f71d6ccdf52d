"""What Linux's fair schedulers share: the weight of a nice value, and how their times grow with the machine."""

from __future__ import annotations

from desktop_app.policies.protocol import Schedulable

#: Weight of nice 0; virtual time runs at the speed of real time for it.
NICE_0_WEIGHT = 1024
#: Weights of nice -20 to 19, each about 1.25 times the next (read from a running kernel through /proc/PID/sched; the
#: same as sched_prio_to_weight in kernel/sched/core.c).
WEIGHTS = (
    88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916,
    9548, 7620, 6100, 4904, 3906, 3121, 2501, 1991, 1586, 1277,
    1024, 820, 655, 526, 423, 335, 272, 215, 172, 137,
    110, 87, 70, 56, 45, 36, 29, 23, 18, 15,
)  # fmt: skip
#: Beyond this many processors Linux's times grow no more (get_update_sysctl_factor in kernel/sched/fair.c).
MAX_SCALING_CPUS = 8


def weight_of(thread: Schedulable) -> int:
    """Return the weight of a thread's nice value now."""
    return WEIGHTS[thread.nice + 20]


def scaling(cpus: int) -> int:
    """Return the factor 1 + log2(cpus), rounded down, by which Linux multiplies its scheduling times: 1 to 4."""
    return min(cpus, MAX_SCALING_CPUS).bit_length()


def virtual_ns(real_ns: int, weight: int) -> int:
    """Return the virtual time that ``real_ns`` of CPU time are for a weight, rounded down as the kernel does."""
    return real_ns * NICE_0_WEIGHT // weight


def round_up_to_tick(time_ns: int, tick_ns: int) -> int:
    """Return the first tick at ``time_ns`` or later; the time itself on a machine without ticks."""
    return -(-time_ns // tick_ns) * tick_ns if tick_ns else time_ns
