"""The machine of a scenario file."""

from __future__ import annotations

import pytest

from desktop_app.model.machine import CacheModel, GilMode, Machine, StartCosts
from tests.storage.refusals import CPU, check_refusal, parsed

MS = 1_000_000


def machine(text: str) -> Machine:
    return parsed(f"[machine]\n{text}\n{CPU}").machine


def test_every_key_at_once():
    text = """\
cores = [{speed = 1.0, count = 2, smt = 2}, {speed = 0.5, count = 3}]
smt_rate = 0.6
quantum = "2ms"
context_switch = "5us"
dispatch = "1us"
tick = "4ms"
tick_cost = "2us"
migration = "20us"
interrupt = "3us"
instruction = "0.2ms"
gil = "any-instruction"
bus = "200MB/s"
ram = "8GB"
cache = {size = "100KB", warmup = "5ms", warm_rate = 1.5}
[machine.starts]
fork = "1ms"
forkserver = "2ms"
spawn = "3ms"
thread = "4us"
fork_memory = "1MB"
forkserver_memory = "2MB"
spawn_memory = "3MB"
thread_memory = "8KiB"
"""
    assert machine(text) == Machine(
        cores=7,
        speeds_ppm=(1_000_000,) * 4 + (500_000,) * 3,
        siblings=(0, 0, 1, 1, 2, 3, 4),
        smt_rate_ppm=600_000,
        quantum_ns=2 * MS,
        context_switch_ns=5_000,
        dispatch_ns=1_000,
        tick_ns=4 * MS,
        tick_cost_ns=2_000,
        migration_ns=20_000,
        interrupt_ns=3_000,
        instruction_ns=200_000,
        gil=GilMode.ANY_INSTRUCTION,
        bus_bytes_per_s=200_000_000,
        ram_bytes=8_000_000_000,
        cache=CacheModel(size_bytes=100_000, warmup_ns=5 * MS, warm_rate_ppm=1_500_000),
        starts=StartCosts(
            fork_ns=MS,
            forkserver_ns=2 * MS,
            spawn_ns=3 * MS,
            thread_ns=4_000,
            fork_bytes=1_000_000,
            forkserver_bytes=2_000_000,
            spawn_bytes=3_000_000,
            thread_bytes=8_192,
        ),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Machine()),
        ("cores = 4", Machine(cores=4)),
        ("cores = [{count = 2}, {speed = 1}]", Machine(cores=3)),
        ("cores = [{speed = 0.333333}]", Machine(cores=1, speeds_ppm=(333_333,))),
        ("cores = [{speed = 100}]", Machine(cores=1, speeds_ppm=(100_000_000,))),
        ("cores = [{smt = 2}]", Machine(cores=2, siblings=(0, 0))),
        ("cores = [{count = 8, smt = 8}]", Machine(cores=64, siblings=tuple(index // 8 for index in range(64)))),
        (
            'cache = {size = "1MiB"}',
            Machine(cache=CacheModel(size_bytes=2**20, warmup_ns=10 * MS, warm_rate_ppm=2_000_000)),
        ),
    ],
)
def test_what_is_usual_stays_empty(text: str, expected: Machine):
    assert machine(text) == expected


@pytest.mark.parametrize(
    ("text", "field", "value", "expected"),
    [
        ("cores = []", "cores", "0 entries", "a whole number from 1 to 64, or a list of core types"),
        ("cores = [{count = 65}]", "cores[0].count", "65", "a whole number from 1 to 64"),
        ("cores = [{count = 64}, {count = 1}]", "cores", "65 logical cores", "at most 64 in all"),
        ("cores = [{count = 9, smt = 8}]", "cores", "72 logical cores", "at most 64 in all"),
        ("cores = [{count = 0}]", "cores[0].count", "0", "from 1 to 64"),
        ("cores = [{smt = 9}]", "cores[0].smt", "9", "from 1 to 8"),
        ("cores = [{}, {speed = 0}]", "cores[1].speed", "0", "a number from 0.001 to 100"),
        ("cores = [{speed = 101.0}]", "cores[0].speed", "101.0", "a number from 0.001 to 100"),
        ("cores = [{speed = 0.3333333}]", "cores[0].speed", "0.3333333", "at most six decimals"),
        ("cores = [{speed = nan}]", "cores[0].speed", "nan", "a number from 0.001 to 100"),
        ("cores = [{speed = inf}]", "cores[0].speed", "inf", "a number from 0.001 to 100"),
        (f"cores = [{{speed = {10**400}}}]", "cores[0].speed", "bits", "a number from 0.001 to 100"),
        ("cores = [{speed = true}]", "cores[0].speed", "true", "a number from 0.001 to 100"),
        ("cores = [4]", "cores[0]", "4", "a list of core types"),
        ("smt_rate = 0.05", "smt_rate", "0.05", "a number from 0.1 to 1"),
        ('tick = "3601s"', "tick", '"3601s"', "a duration from 0ms to 3600s"),
        ('tick_cost = "1us"', "tick_cost", '"1us"', "0ms, as there is no tick"),
        ('tick = "1ms"\ntick_cost = "1ms"', "tick_cost", '"1ms"', "less than the tick, which is 1ms"),
        ('migration = "3601s"', "migration", '"3601s"', "a duration from 0ms to 3600s"),
        ("interrupt = 3", "interrupt", "3", "a duration from 0ms to 3600s"),
        ('dispatch = "-1us"', "dispatch", '"-1us"', "a duration from 0ms to 3600s"),
        ('bus = "200MB"', "bus", '"200MB"', 'a size per second of more than 0, such as "200MB/s"'),
        ('bus = "0B/s"', "bus", '"0B/s"', "a size per second of more than 0"),
        ("bus = 200", "bus", "200", "a size per second"),
        ('ram = "0B"', "ram", '"0B"', 'a size of more than 0, such as "50MB"'),
        ('ram = "8"', "ram", '"8"', "a size of more than 0"),
        ('ram = "0.5B"', "ram", '"0.5B"', "a whole number of bytes"),
        ('ram = "9999TB"', "ram", '"9999TB"', "a size of at most 1024 TiB"),
        ("cache = 3", "cache", "3", "a table such as {size"),
        ("cache = {}", "cache.size", "missing", "a size of more than 0"),
        ('cache = {size = "0B"}', "cache.size", '"0B"', "a size of more than 0"),
        ('cache = {size = "1KB", warm_rate = 0.5}', "cache.warm_rate", "0.5", "a number from 1 to 100"),
        ('cache = {size = "1KB", warmup = "soon"}', "cache.warmup", '"soon"', "a duration from 0ms to 3600s"),
        ("starts = 1", "starts", "1", "a [machine.starts] section"),
        ('starts = {fork = "2min"}', "starts.fork", '"2min"', "a duration from 0ms to 3600s"),
        ('starts = {fork_memory = "1ms"}', "starts.fork_memory", '"1ms"', "a size of 0 or more"),
    ],
)
def test_what_is_wrong_is_named(text: str, field: str, value: str, expected: str):
    check_refusal(f"[machine]\n{text}\n{CPU}", f"machine.{field}", value, expected)
