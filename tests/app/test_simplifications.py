from dataclasses import replace

import pytest

from desktop_app.app.simplifications import simplifications
from desktop_app.model.machine import StartMethod
from desktop_app.model.scenario import Placement
from tests.scenarios import MS, bursts, scenario

PLAIN = scenario(bursts("cpu 1ms"))
#: What a scenario has, and words of the paragraph that is then there.
CASES = [
    (scenario(bursts("cpu 1ms", start=StartMethod.FORK)), "not scaled"),
    (scenario(bursts("cpu 1ms"), bus_bytes_per_s=1_000), "The bus is shared"),
    (scenario(bursts("cpu 1ms"), tick_ns=MS, tick_cost_ns=1_000), "spread evenly"),
    (scenario(bursts("cpu 1ms"), policy="eevdf", cores=2), "queue per core"),
    (scenario(bursts("cpu 1ms"), placement="stealing", cores=2), "lets it travel"),
    (scenario(bursts("cpu 1ms"), ram_bytes=1_000), "no swap space"),
    (scenario(bursts("cpu 1ms"), gil="any-instruction"), "smallest step"),
]


@pytest.mark.parametrize(("special", "words"), CASES, ids=[words for _, words in CASES])
def test_what_is_simplified_is_said_where_it_is_so(special, words):
    assert words in simplifications(special)
    assert words not in simplifications(PLAIN)


def test_a_queue_per_core_is_as_linux_has_it():
    shared = scenario(bursts("cpu 1ms"), policy="cfs", cores=2)
    apart = replace(shared, scheduler=replace(shared.scheduler, placement=Placement.STEALING))
    assert "queue per core" in simplifications(shared)
    assert "queue per core" not in simplifications(apart)


def test_only_the_lock_that_there_is_is_described():
    assert simplifications(PLAIN).endswith("waits longest.")
    assert "waits longest" not in simplifications(scenario(bursts("cpu 1ms"), gil="free-threaded"))
