from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel

from desktop_app.app.dialogs.policy_options import PolicyOptions
from desktop_app.policies.protocol import OptionKind, PolicyOption
from desktop_app.policies.registry import POLICIES


def option(name: str, kind: OptionKind, default: str = "1") -> PolicyOption:
    return PolicyOption(name=name, kind=kind, default=default, minimum=1, maximum=100, meaning=f"About {name}.")


#: A policy with an option of each kind.
INFO = replace(
    POLICIES["fcfs"],
    options=(
        option("time_slice", OptionKind.DURATION),
        option("queues", OptionKind.INTEGER),
        option("weight", OptionKind.NUMBER),
        option("boost", OptionKind.BOOLEAN, "false"),
    ),
)


@pytest.fixture
def options(qtbot):
    made = PolicyOptions(INFO, {})
    qtbot.addWidget(made)
    return made


def test_empty_fields_leave_the_defaults_in_force(options):
    assert options.is_valid
    assert options.options() == {}
    assert options.control("queues").placeholderText() == "default: 1"


def test_every_kind_of_option_is_given_as_a_scenario_holds_it(qtbot):
    given = {"time_slice": "50ns", "queues": 3, "weight": 1.5, "boost": True}
    options = PolicyOptions(INFO, given)
    qtbot.addWidget(options)
    assert options.is_valid
    assert options.options() == given


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("time_slice", "5"),
        ("time_slice", "101ns"),
        ("queues", "1.5"),
        ("queues", "0"),
        ("weight", "many"),
        ("weight", "nan"),
    ],
)
def test_a_wrong_option_is_said(qtbot, options, name, text):
    with qtbot.waitSignal(options.edited, timeout=1_000):
        options.control(name).setText(text)
    assert not options.is_valid
    assert any(label.text().startswith("Expected ") for label in options.findChildren(QLabel))


def test_a_choice_goes_back_to_the_default(options):
    box = options.control("boost")
    box.setCurrentIndex(2)
    assert options.options() == {"boost": False}
    box.setCurrentIndex(0)
    assert options.options() == {}


def test_taken_letters_are_not_taken_again(qtbot):
    options = PolicyOptions(INFO, {}, taken_mnemonics={"t", "q"})
    qtbot.addWidget(options)
    labels = [label.text() for label in options.findChildren(QLabel) if label.buddy()]
    assert labels == ["T&ime slice", "Q&ueues", "&Weight", "&Boost"]


ESTIMATING, QUEUES = POLICIES["sjf"], POLICIES["mlfq"]


@pytest.mark.parametrize(
    ("info", "given"),
    [
        (ESTIMATING, {"estimate": "average", "alpha": 0.25}),
        (ESTIMATING, {"alpha": 1}),
        (QUEUES, {"quantum": "10ms"}),
        (QUEUES, {"quantum": ("10ms",)}),
        (QUEUES, {"quantum": ("10ms", "20ms", "40ms"), "boost": "1s", "keep_on_io": False}),
    ],
)
def test_untouched_options_stay_as_they_are(qtbot, info, given):
    options = PolicyOptions(info, given)
    qtbot.addWidget(options)
    assert options.is_valid
    assert options.options() == given


def test_one_of_a_few_is_chosen(qtbot):
    options = PolicyOptions(ESTIMATING, {})
    qtbot.addWidget(options)
    box = options.control("estimate")
    assert [box.itemText(index) for index in range(box.count())] == ["default: exact", "exact", "average"]
    box.setCurrentIndex(2)
    assert options.options() == {"estimate": "average"}


def test_a_list_of_durations_is_typed_with_commas(qtbot):
    options = PolicyOptions(QUEUES, {})
    qtbot.addWidget(options)
    edit = options.control("quantum")
    edit.setText("10ms, 20ms,40ms")
    assert options.options() == {"quantum": ("10ms", "20ms", "40ms")}
    edit.setText("10ms")
    assert options.options() == {"quantum": "10ms"}
    edit.setText("10ms, soon")
    assert not options.is_valid


def test_an_option_without_a_default_says_none(qtbot):
    options = PolicyOptions(QUEUES, {})
    qtbot.addWidget(options)
    assert options.control("boost").placeholderText() == "none"
    assert options.control("quantum").placeholderText() == "as the machine"
    assert options.control("keep_on_io").itemText(0) == "default: no"


@pytest.mark.parametrize(("policy", "option"), [("cfs", "latency"), ("eevdf", "slice")])
def test_a_default_that_follows_from_the_cores_is_not_none(qtbot, policy, option):
    options = PolicyOptions(POLICIES[policy], {})
    qtbot.addWidget(options)
    assert options.control(option).placeholderText() == "default: by the number of cores"
