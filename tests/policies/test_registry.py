import pytest

from desktop_app.model.machine import Machine
from desktop_app.policies.registry import POLICIES, OptionError, check_options


def test_every_policy_stands_under_its_own_name():
    assert {name: info.name for name, info in POLICIES.items()} == {name: name for name in POLICIES}
    assert {"fcfs", "round-robin"} <= set(POLICIES)


def test_durations_become_nanoseconds():
    assert check_options(POLICIES["round-robin"], {"quantum": "2ms"}) == {"quantum": 2_000_000}


@pytest.mark.parametrize(
    ("policy", "options", "words"),
    [
        ("fcfs", {"quantum": "1ms"}, "none"),
        ("round-robin", {"quantun": "1ms"}, "quantum"),
        ("round-robin", {"quantum": 1}, "duration"),
        ("round-robin", {"quantum": "-1ms"}, "duration"),
        ("round-robin", {"quantum": "1ns"}, "1us to 60s"),
        ("round-robin", {"quantum": "90s"}, "1us to 60s"),
    ],
)
def test_a_wrong_option_says_what_would_be_right(policy, options, words):
    with pytest.raises(OptionError) as caught:
        check_options(POLICIES[policy], options)
    assert words in caught.value.expected
    assert caught.value.option in options


def test_round_robin_takes_the_machine_quantum_unless_it_has_its_own():
    machine = Machine(quantum_ns=3_000_000)
    info = POLICIES["round-robin"]
    assert info.make(machine, {}).slice_ns(None) == 3_000_000
    assert info.make(machine, {"quantum": 5_000_000}).slice_ns(None) == 5_000_000
