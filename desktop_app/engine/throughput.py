"""How fast each core works: its speed, its siblings, ticks, warm caches, and the bus that all cores share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from desktop_app.model.machine import FULL_RATE_PPM, MAX_CORES, CacheModel, Machine


class Demand(NamedTuple):
    """What matters of the thread that runs on a core.

    Attributes:
        bus_bytes_per_s: Bus traffic it makes for each second of CPU time at nominal speed.
        warm: Whether its working set is in the core's cache.
    """

    bus_bytes_per_s: int = 0
    warm: bool = False


class Throughput:
    """The rates of a machine's cores, in whole millionths of the nominal speed, never below one.

    A core's rate is its speed, times the SMT rate while a sibling is busy, times what ticks leave of its time,
    times the warm rate while the working set is in its cache; rounded down once. Then comes the bus, as a
    simplification (a fluid instead of single transfers): each core demands its thread's traffic at that rate,
    and when all demands together exceed the bandwidth, each gets its proportional share. So every thread that
    uses the bus is slowed by the same factor, however little it uses it, and one that does not is not slowed.

    Attributes:
        coupled: Whether a core's rate may depend on what other cores do. If not, `alone` says everything.
    """

    def __init__(self, machine: Machine) -> None:
        self._bus_bytes_per_s = machine.bus_bytes_per_s
        # Actions may bring more cores on line than the scenario began with; those are nominal.
        cores = range(max(MAX_CORES, machine.cores))
        self._alone = tuple(_rates(machine, core, FULL_RATE_PPM) for core in cores)
        self._beside = tuple(_rates(machine, core, machine.smt_rate_ppm) for core in cores)
        self._siblings = _siblings(machine.siblings)
        self.coupled = machine.bus_bytes_per_s is not None or bool(self._siblings)

    def alone(self, core: int, *, warm: bool = False) -> int:
        """Return a core's rate in ppm while no sibling is busy and the bus has room."""
        return self._alone[core][warm]

    def rates(self, busy: Mapping[int, Demand]) -> dict[int, int]:
        """Return the rate in ppm of every busy core, in the order of ``busy``.

        Args:
            busy: What runs on each core that is not idle.
        """
        rates = {}
        for core, demand in busy.items():
            beside = any(sibling in busy for sibling in self._siblings.get(core, ()))
            rates[core] = (self._beside if beside else self._alone)[core][demand.warm]
        if self._bus_bytes_per_s is not None:
            _share_bus(rates, busy, self._bus_bytes_per_s * FULL_RATE_PPM)
        return rates


def _rates(machine: Machine, core: int, smt_rate_ppm: int) -> tuple[int, int]:
    """Return a core's rates with a cold and a warm cache, rounded once, so that no factor's rounding adds up."""
    speed_ppm = machine.speeds_ppm[core] if core < len(machine.speeds_ppm) else FULL_RATE_PPM
    work, time = speed_ppm * smt_rate_ppm, FULL_RATE_PPM
    if machine.tick_ns:
        work *= max(0, machine.tick_ns - machine.tick_cost_ns)
        time *= machine.tick_ns
    warm_rate_ppm = FULL_RATE_PPM if machine.cache is None else machine.cache.warm_rate_ppm
    return max(1, work // time), max(1, work * warm_rate_ppm // (time * FULL_RATE_PPM))


def _siblings(physical: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Return the other logical cores on the same physical core, of each core that has any."""
    members: dict[int, list[int]] = {}
    for core, number in enumerate(physical):
        members.setdefault(number, []).append(core)
    return {
        core: tuple(other for other in cores if other != core)
        for cores in members.values()
        for core in cores
        if len(cores) > 1
    }


def _share_bus(rates: dict[int, int], busy: Mapping[int, Demand], bandwidth: int) -> None:
    """Slow down the cores that use the bus if it is too narrow; traffic is in millionths of bytes per second."""
    wanted = sum(demand.bus_bytes_per_s * rates[core] for core, demand in busy.items())
    if wanted <= bandwidth:
        return
    for core, demand in busy.items():
        if demand.bus_bytes_per_s:
            rates[core] = max(1, rates[core] * bandwidth // wanted)


class _CoreCache:
    """One core's cache.

    Attributes:
        sizes: The working sets in it, by process, the oldest first, in bytes.
        used_bytes: Their sum.
        cold_ns: CPU time that each process that ran here without being warm needs until it is, in nanoseconds.
    """

    def __init__(self) -> None:
        self.sizes: dict[int, int] = {}
        self.used_bytes = 0
        self.cold_ns: dict[int, int] = {}


class CacheState:
    """Which processes' working sets are in which core's cache.

    As in the multi-CPU homework of OSTEP (cpu-sched-multi/multi.py): a working set is in a core's cache once its
    process has run there for the warm-up time, all its visits added up, at whatever rate; it comes in as a whole,
    and those that have been in longest leave as wholes until all fit, however recently they were used; who left
    warms up from the start. One that is larger than the cache never comes in, but each time it would, it drives
    all others out. A process that ended leaves its working set behind until others drive it out.

    Other than there, a process without a working set never runs at the warm rate, since warmth does not matter to
    it, and with a warm-up time of 0 every process that fits is warm at once, also when it was driven out before
    (there it runs one tick cold).

    Logical cores that are SMT siblings have a cache each, and a process's threads warm it up together.
    """

    def __init__(self, model: CacheModel, cores: int) -> None:
        """Begin with empty caches.

        Args:
            model: Their size and warm-up time.
            cores: How many there are; further ones come into being when something runs on them.
        """
        self._size_bytes = model.size_bytes
        self._warmup_ns = model.warmup_ns
        self._caches = {core: _CoreCache() for core in range(cores)}
        self._working_sets: dict[int, int] = {}

    def began(self, core: int, process: int, working_set_bytes: int) -> None:
        """Take note that a thread of a process begins to run on a core.

        Args:
            core: Its number.
            process: Index of the process.
            working_set_bytes: The same for every call about that process.
        """
        if not working_set_bytes:
            return
        self._working_sets[process] = working_set_bytes
        cache = self._caches.setdefault(core, _CoreCache())
        if process in cache.sizes:
            return
        if self._warmup_ns:
            cache.cold_ns.setdefault(process, self._warmup_ns)
        else:
            self._come_in(cache, process)

    def ran(self, core: int, process: int, cpu_ns: int) -> None:
        """Take note that a process ran for ``cpu_ns`` of CPU time on a core, after `began` said that it would."""
        cache = self._caches.get(core)
        if cache is None or process not in cache.cold_ns:
            return
        left_ns = cache.cold_ns[process] - cpu_ns
        if left_ns <= 0:
            self._come_in(cache, process)
            # One that does not fit tries again and again, each time after another warm-up.
            left_ns = self._warmup_ns - -left_ns % self._warmup_ns
        if process not in cache.sizes:
            cache.cold_ns[process] = left_ns

    def warm(self, core: int, process: int) -> bool:
        """Return whether a process's working set is in a core's cache."""
        cache = self._caches.get(core)
        return cache is not None and process in cache.sizes

    def warm_in_ns(self, core: int, process: int) -> int | None:
        """Return after how much more CPU time on a core a process is warm there, more than 0.

        None when it is warm already, has no working set, or one that does not fit, or never began to run there.
        """
        cache = self._caches.get(core)
        if cache is None or self._working_sets.get(process, 0) > self._size_bytes:
            return None
        return cache.cold_ns.get(process)

    def in_cache(self, core: int) -> dict[int, int]:
        """Return the working sets in a core's cache in bytes, by process, the oldest first."""
        cache = self._caches.get(core)
        return {} if cache is None else dict(cache.sizes)

    def ended(self, process: int) -> None:
        """Forget a process that will not run again; what it has in caches stays until others drive it out."""
        for cache in self._caches.values():
            cache.cold_ns.pop(process, None)
        self._working_sets.pop(process, None)

    def switched_off(self, core: int) -> None:
        """Empty the cache of a core that goes off line."""
        self._caches.pop(core, None)

    def _come_in(self, cache: _CoreCache, process: int) -> None:
        size_bytes = self._working_sets[process]
        cache.used_bytes += size_bytes
        while cache.sizes and cache.used_bytes > self._size_bytes:
            oldest = next(iter(cache.sizes))
            cache.used_bytes -= cache.sizes.pop(oldest)
            if self._warmup_ns and oldest in self._working_sets:
                cache.cold_ns[oldest] = self._warmup_ns
        if size_bytes > self._size_bytes:
            cache.used_bytes -= size_bytes
        else:
            cache.sizes[process] = size_bytes
            cache.cold_ns.pop(process, None)
