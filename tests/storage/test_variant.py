import pytest

from desktop_app.model.errors import ScenarioError
from desktop_app.model.machine import GilMode
from desktop_app.storage.variant import VARIANT_KEYS, apply_variant, parse_variant
from tests.scenarios import MS, program, scenario


def test_a_variant_is_options_with_values():
    assert parse_variant(" policy=sjf , quantum = 2ms", file="--variant") == {"policy": "sjf", "quantum": "2ms"}
    assert parse_variant("  ", file="--variant") == {}
    assert {"cores", "context-switch", "gil", "threads", "processes"} <= set(VARIANT_KEYS)


def test_it_changes_a_scenario():
    changed = apply_variant(
        scenario(program()), "cores=4,context-switch=1ms,gil=free-threaded,threads=3", file="--variant"
    )
    assert (changed.machine.cores, changed.machine.context_switch_ns) == (4, MS)
    assert changed.machine.gil is GilMode.FREE_THREADED
    assert changed.processes[0].threads == 3
    assert apply_variant(scenario(program()), "", file="--variant") == scenario(program())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cores", '--variant is "cores": expected options with their values, such as "cores=4,policy=sjf"'),
        ("cores=", '--variant is "cores=": expected options with their values, such as "cores=4,policy=sjf"'),
        ("cores=1,,", '--variant is "cores=1,,": expected options with their values, such as "cores=4,policy=sjf"'),
        ("cores=1,cores=2", "--variant: cores is there twice: expected one value"),
        ("cors=1", f'--variant is "cors": expected one of {", ".join(VARIANT_KEYS)}; did you mean "cores"?'),
        ("x" * 501, "--variant is 501 characters long: expected at most 500 characters"),
        ("cores=0", '--variant "cores=0": cores is "0": expected a whole number from 1 to 64'),
    ],
)
def test_what_is_no_variant_is_refused(text, message):
    with pytest.raises(ScenarioError) as caught:
        apply_variant(scenario(program()), text, file="--variant")
    assert str(caught.value) == message
