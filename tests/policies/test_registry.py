import pytest

from desktop_app.model.machine import Machine
from desktop_app.policies.protocol import OptionKind, Policy, PolicyInfo, PolicyOption, Setting
from desktop_app.policies.registry import POLICIES, OptionError, check_options


def _info(**option) -> PolicyInfo:
    options = (PolicyOption(name="each", default="", meaning="Something.", **option),)
    return PolicyInfo(name="any", title="", summary="", source="", options=options, make=lambda *_: Policy())


def test_every_policy_stands_under_its_own_name():
    assert {name: info.name for name, info in POLICIES.items()} == {name: name for name in POLICIES}
    mine = {"fcfs", "sjf", "srtf", "hrrn", "round-robin", "priority", "feedback", "mlfq"}
    assert mine <= set(POLICIES)


@pytest.mark.parametrize("info", POLICIES.values(), ids=POLICIES)
def test_every_default_that_is_written_down_is_one_that_may_be_written(info):
    for option in info.options:
        assert option.meaning.endswith(".")
        if option.default in {"", "machine"}:
            continue
        kinds = {
            OptionKind.INTEGER: int,
            OptionKind.INTEGERS: int,
            OptionKind.NUMBER: float,
            OptionKind.BOOLEAN: lambda text: {"true": True, "false": False}[text],
        }
        value = kinds.get(option.kind, str)(option.default)
        checked = check_options(info, {option.name: value})
        info.make(Setting(machine=Machine()), checked)


def test_durations_become_nanoseconds():
    assert check_options(POLICIES["round-robin"], {"quantum": "2ms"}) == {"quantum": 2_000_000}


def test_one_value_and_a_list_of_one_are_told_apart():
    info = _info(kind=OptionKind.DURATIONS, minimum=1, maximum=10**9)
    assert check_options(info, {"each": "2ms"}) == {"each": 2_000_000}
    assert check_options(info, {"each": ("2ms",)}) == {"each": (2_000_000,)}
    assert check_options(info, {"each": ("2ms", "1us")}) == {"each": (2_000_000, 1_000)}
    info = _info(kind=OptionKind.INTEGERS, minimum=1, maximum=9)
    assert check_options(info, {"each": 2}) == {"each": 2}
    assert check_options(info, {"each": (2, 1)}) == {"each": (2, 1)}


def test_truth_choice_and_numbers_stay_as_they_are():
    assert check_options(_info(kind=OptionKind.BOOLEAN), {"each": True}) == {"each": True}
    assert check_options(_info(kind=OptionKind.CHOICE, choices=("a", "b")), {"each": "b"}) == {"each": "b"}
    assert check_options(_info(kind=OptionKind.NUMBER), {"each": 0.25}) == {"each": 0.25}
    assert check_options(_info(kind=OptionKind.INTEGER), {"each": 1}) == {"each": 1}


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ({"kind": OptionKind.BOOLEAN}, 1, "true or false"),
        ({"kind": OptionKind.BOOLEAN}, (1,), "true or false"),
        ({"kind": OptionKind.CHOICE, "choices": ("a", "b")}, "c", '"a" or "b"'),
        ({"kind": OptionKind.CHOICE, "choices": ("a", "b")}, ("a",), '"a" or "b"'),
        ({"kind": OptionKind.INTEGER}, 2, "a whole number from 0 to 1"),
        ({"kind": OptionKind.INTEGER}, 0.5, "a whole number from 0 to 1"),
        ({"kind": OptionKind.INTEGER}, True, "a whole number from 0 to 1"),
        ({"kind": OptionKind.INTEGER}, (1,), "one whole number from 0 to 1, not a list"),
        ({"kind": OptionKind.NUMBER}, float("nan"), "a number from 0 to 1"),
        ({"kind": OptionKind.NUMBER}, "1", "a number from 0 to 1"),
        ({"kind": OptionKind.NUMBER}, False, "a number from 0 to 1"),
        ({"kind": OptionKind.DURATION, "maximum": 10**6}, ("1us",), "one duration from 0ms to 1ms, not a list"),
        ({"kind": OptionKind.DURATION, "maximum": 10**6}, 5, 'a duration from 0ms to 1ms, such as "1ms"'),
        ({"kind": OptionKind.DURATION, "maximum": 10**6}, False, 'a duration from 0ms to 1ms, such as "1ms"'),
        ({"kind": OptionKind.DURATION, "minimum": 1, "maximum": 10**6}, 0, 'a duration from 1ns to 1ms, such as "1ms"'),
        ({"kind": OptionKind.DURATION, "maximum": 10**6}, "1h", 'a duration from 0ms to 1ms, such as "1ms"'),
        ({"kind": OptionKind.DURATION, "maximum": 10**6}, "2ms", 'a duration from 0ms to 1ms, such as "1ms"'),
        ({"kind": OptionKind.DURATION, "maximum": 10**6}, "9" * 30 + "s", 'a duration from 0ms to 1ms, such as "1ms"'),
        ({"kind": OptionKind.DURATION, "maximum": 10**6}, "0.1ns", "a whole number of nanoseconds"),
        (
            {"kind": OptionKind.DURATIONS, "maximum": 10**6},
            (),
            'a duration from 0ms to 1ms, such as "1ms", or a list of 1 to 64, one for each queue',
        ),
        (
            {"kind": OptionKind.INTEGERS},
            (1,) * 65,
            "a whole number from 0 to 1, or a list of 1 to 64, one for each queue",
        ),
        ({"kind": OptionKind.DURATIONS, "maximum": 10**6}, 5, 'a duration from 0ms to 1ms, such as "1ms"'),
    ],
)
def test_a_value_of_the_wrong_kind_or_size_says_what_would_be_right(option, value, expected):
    with pytest.raises(OptionError) as caught:
        check_options(_info(**option), {"each": value})
    assert (caught.value.option, caught.value.expected) == ("each", expected)


@pytest.mark.parametrize(
    ("option", "values", "value"),
    [
        ({"kind": OptionKind.DURATIONS, "minimum": 1, "maximum": 10**6}, ("1us", "2ms"), "'2ms'"),
        ({"kind": OptionKind.DURATIONS, "minimum": 1, "maximum": 10**6}, ("1us", "0ms"), "'0ms'"),
        ({"kind": OptionKind.DURATIONS, "minimum": 1, "maximum": 10**6}, ("1us", "soon"), "'soon'"),
        ({"kind": OptionKind.INTEGERS, "minimum": 1, "maximum": 2}, (2, 0), "0"),
        ({"kind": OptionKind.INTEGERS, "minimum": 1, "maximum": 2}, (2, "2"), "'2'"),
    ],
)
def test_what_is_wrong_in_a_list_is_named_with_its_place(option, values, value):
    with pytest.raises(OptionError) as caught:
        check_options(_info(**option), {"each": values})
    assert (caught.value.option, caught.value.value) == ("each[1]", value)


@pytest.mark.parametrize("info", POLICIES.values(), ids=POLICIES)
def test_what_messages_show_as_a_duration_is_right_for_every_option(info):
    for option in info.options:
        if option.kind in {OptionKind.DURATION, OptionKind.DURATIONS}:
            assert option.minimum <= 1_000_000 <= option.maximum


@pytest.mark.parametrize(
    ("policy", "options", "words"),
    [
        ("fcfs", {"quantum": "1ms"}, "none"),
        ("round-robin", {"quantun": "1ms"}, "quantum"),
        ("round-robin", {"quantum": 1}, "duration"),
        ("round-robin", {"quantum": "-1ms"}, "duration"),
        ("round-robin", {"quantum": "1ns"}, "1us to 3600s"),
        ("round-robin", {"quantum": "3601s"}, "1us to 3600s"),
        ("sjf", {"estimate": "guess"}, '"exact" or "average"'),
        ("sjf", {"alpha": 1.5}, "0 to 1"),
        ("feedback", {"growth": 3}, "1 to 2"),
        ("mlfq", {"queues": 65}, "1 to 64"),
    ],
)
def test_a_wrong_option_says_what_would_be_right(policy, options, words):
    with pytest.raises(OptionError) as caught:
        check_options(POLICIES[policy], options)
    assert words in caught.value.expected
    assert caught.value.option in options
