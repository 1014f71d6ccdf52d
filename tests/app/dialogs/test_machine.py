from __future__ import annotations

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop_app.app.dialogs.machine import MachineDialog
from desktop_app.model.machine import GilMode
from desktop_app.model.scenario import SchedulerSpec
from desktop_app.policies.registry import POLICIES
from desktop_app.storage import limits

#: The offscreen platform says of every window with a minimum size that it cannot tell a window manager.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def dialog(qtbot, scenario):
    dialog = MachineDialog(scenario)
    qtbot.addWidget(dialog)
    return dialog


def test_untouched_it_gives_the_same_scenario(dialog, scenario):
    assert dialog.scenario() == scenario
    assert dialog.ok_button.isEnabled()


def test_every_field_reaches_the_scenario(dialog, scenario):
    dialog.cores.setValue(8)
    dialog.quantum.setText("250us")
    dialog.context_switch.setText("0ms")
    dialog.instruction.setText("0.5 ms")
    dialog.gil.setCurrentIndex(dialog.gil.findData("free-threaded"))
    dialog.seed.setText("12345678901234567")
    found = dialog.scenario()
    machine = found.machine
    assert (machine.cores, machine.quantum_ns, machine.context_switch_ns) == (8, 250_000, 0)
    assert (machine.instruction_ns, machine.gil) == (500_000, GilMode.FREE_THREADED)
    assert found.seed == 12345678901234567
    assert replace(found, machine=scenario.machine, seed=scenario.seed) == scenario
    assert scenario.machine.cores == 4


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("quantum", "", limits.QUANTUM.expected),
        ("quantum", "1", limits.QUANTUM.expected),
        ("quantum", "999ns", limits.QUANTUM.expected),
        ("quantum", "61s", limits.QUANTUM.expected),
        ("context_switch", "-1ms", limits.CONTEXT_SWITCH.expected),
        ("instruction", "0ms", limits.INSTRUCTION.expected),
        ("instruction", "0.5ns", "a whole number of nanoseconds"),
        ("seed", "x", limits.SEED.expected),
        ("seed", str(2**63), limits.SEED.expected),
    ],
)
def test_what_is_wrong_is_said_and_disables_ok(dialog, field, text, expected):
    edit = getattr(dialog, field)
    right = edit.text()
    edit.setText(text)
    assert not dialog.ok_button.isEnabled()
    assert dialog.problem
    assert f"Expected {expected}." in {label.text() for label in dialog.findChildren(QLabel)}
    with pytest.raises(ValueError, match=re.escape(expected)):
        dialog.scenario()
    edit.setText(right)
    assert dialog.ok_button.isEnabled()
    assert dialog.problem == ""


def test_all_policies_are_there_with_their_summaries(dialog):
    for name, info in POLICIES.items():
        dialog.policy.setCurrentIndex(dialog.policy.findData(name))
        texts = {label.text() for label in dialog.findChildren(QLabel) if not label.isHidden()}
        assert dialog.scenario().scheduler == SchedulerSpec(policy=name)
        assert info.summary in texts
        assert {option.meaning for option in info.options} <= texts


def test_a_policys_options_come_back_with_it(dialog):
    dialog.options.control("quantum").setText("2ms")
    assert dialog.scenario().scheduler.options == {"quantum": "2ms"}
    dialog.policy.setCurrentIndex(dialog.policy.findData("fcfs"))
    assert dialog.scenario().scheduler == SchedulerSpec(policy="fcfs")
    dialog.policy.setCurrentIndex(dialog.policy.findData("round-robin"))
    assert dialog.scenario().scheduler.options == {"quantum": "2ms"}


def test_a_wrong_option_disables_ok(dialog):
    dialog.options.control("quantum").setText("2")
    assert not dialog.ok_button.isEnabled()
    dialog.options.control("quantum").setText("")
    assert dialog.ok_button.isEnabled()
    assert dialog.scenario().scheduler.options == {}


def test_mnemonics_are_unique_and_every_field_has_one(dialog):
    labels = [label for label in dialog.findChildren(QLabel) if label.buddy() is not None]
    letters = [label.text()[label.text().index("&") + 1].lower() for label in labels]
    assert len(labels) == 8
    assert len(set(letters)) == len(letters)
    assert all(label.buddy().accessibleName() and label.buddy().toolTip() for label in labels)


def test_tab_goes_from_top_to_bottom(qtbot, dialog):
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    wanted = [
        dialog.cores, dialog.quantum, dialog.context_switch, dialog.instruction, dialog.gil,
        dialog.policy, dialog.seed, dialog.options.control("quantum"), dialog.ok_button,
    ]  # fmt: skip
    dialog.cores.setFocus()
    found = [dialog.focusWidget()]
    for _ in wanted[1:]:
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        found.append(dialog.focusWidget())
    assert found == wanted
