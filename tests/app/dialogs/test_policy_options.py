from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel

from desktop_app.app.dialogs.policy_options import PolicyOptions
from desktop_app.policies.protocol import OptionKind, PolicyOption
from desktop_app.policies.registry import POLICIES


def option(name: str, kind: OptionKind, default: str = "1") -> PolicyOption:
    return PolicyOption(name=name, kind=kind, default=default, minimum=1, maximum=100, meaning=f"About {name}.")


#: A policy with an option of each kind; the policies of today have durations only.
INFO = replace(
    POLICIES["fcfs"],
    options=(
        option("time_slice", OptionKind.DURATION),
        option("queues", OptionKind.INTEGER),
        option("weight", OptionKind.NUMBER),
        option("boost", OptionKind.BOOLEAN, "no"),
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
