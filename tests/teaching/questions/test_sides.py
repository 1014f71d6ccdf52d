from tests.scenarios import bursts, scenario
from tests.teaching.questions.asked import asked, trace_of


def test_sides_are_compared():
    slow, fast = (trace_of(scenario(bursts("cpu 4ms", launches=4), cores=cores)) for cores in (1, 4))
    assert asked("fastest-side", slow, fast).answer == "side 2"
    assert asked("speed-up", slow, fast).answer == "4.00 times"
    assert asked("best-side", slow, fast, measure="waiting-time").answer == "side 2"
    assert asked("makespan", slow, fast, side=2).answer == "4 ms"
    assert asked("fastest-side", fast, fast).answer == "The fastest ones end at the same moment"
    assert asked("best-side", fast, fast, measure="switches").answer == "Several have the same"
