from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QLabel

from desktop_app.app.dialogs.form import WIDE_CONTROL_PX
from desktop_app.app.dialogs.machine import MachineDialog
from desktop_app.app.styling import TEXT_PX
from desktop_app.model.machine import GilMode
from desktop_app.model.scenario import Fit, Placement, SchedulerSpec
from desktop_app.policies.registry import POLICIES
from desktop_app.storage import limits
from desktop_app.views.theme import ui_font

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
        ("quantum", "3601s", limits.QUANTUM.expected),
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
        assert all(any(text.startswith(option.meaning) for text in texts) for option in info.options)
        tip = dialog.policy.itemData(dialog.policy.findData(name), Qt.ItemDataRole.ToolTipRole)
        assert html.escape(info.summary) in tip


def test_a_policys_options_come_back_with_it(dialog):
    dialog.options.control("quantum").setText("2ms")
    assert dialog.scenario().scheduler.options == {"quantum": "2ms"}
    dialog.policy.setCurrentIndex(dialog.policy.findData("fcfs"))
    assert dialog.scenario().scheduler == SchedulerSpec(policy="fcfs")
    dialog.policy.setCurrentIndex(dialog.policy.findData("round-robin"))
    assert dialog.scenario().scheduler.options == {"quantum": "2ms"}


def test_return_presses_ok_after_a_change_of_the_tab(qtbot, dialog):
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    bar = dialog.tabs.tabBar()
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(2).center())
    with qtbot.waitSignal(dialog.accepted, timeout=1_000):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)


def test_a_wrong_option_disables_ok(dialog):
    dialog.options.control("quantum").setText("2")
    assert not dialog.ok_button.isEnabled()
    dialog.options.control("quantum").setText("")
    assert dialog.ok_button.isEnabled()
    assert dialog.scenario().scheduler.options == {}


def test_mnemonics_are_unique_on_each_page_and_every_field_has_one(dialog):
    dialog.policy.setCurrentIndex(dialog.policy.findData("mlfq"))
    for number, fields in enumerate((6, 7, 10)):
        page = dialog.tabs.widget(number)
        labels = [label for label in page.findChildren(QLabel) if label.buddy() and label.buddy().parent()]
        labels = [label for label in labels if not label.parent().isHidden()]
        letters = [label.text()[label.text().index("&") + 1].lower() for label in labels]
        assert len(labels) == fields
        assert len(set(letters)) == len(letters)
        assert all(label.buddy().accessibleName() and label.buddy().toolTip() for label in labels)


def test_tab_goes_from_top_to_bottom(qtbot, dialog):
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    wanted = [
        [dialog.cores, dialog.quantum, dialog.context_switch, dialog.instruction, dialog.gil, dialog.seed],
        [dialog.dispatch, dialog.tick, dialog.tick_cost, dialog.migration, dialog.interrupt, dialog.bus, dialog.ram],
        [dialog.policy, dialog.scheduler.placement, dialog.options.control("quantum")],
    ]
    for number, controls in enumerate(wanted):
        dialog.tabs.setCurrentIndex(number)
        controls[0].setFocus()
        found = [dialog.focusWidget()]
        for _ in controls:
            qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
            found.append(dialog.focusWidget())
        assert found == [*controls, dialog.ok_button]


def test_what_it_does_not_show_stays_as_it_is(qtbot, rich):
    dialog = MachineDialog(rich)
    qtbot.addWidget(dialog)
    assert dialog.ok_button.isEnabled()
    assert dialog.scenario() == rich
    dialog.quantum.setText("2ms")
    dialog.gil.setCurrentIndex(dialog.gil.findData("any-instruction"))
    changed = replace(rich.machine, quantum_ns=2_000_000, gil=GilMode.ANY_INSTRUCTION)
    assert dialog.scenario() == replace(rich, machine=changed)


def test_costs_memory_and_placement_reach_the_scenario(dialog, scenario):
    texts = {"dispatch": "1us", "tick": "4ms", "tick_cost": "2us", "migration": "3us", "interrupt": "4us"}
    for field, text in {**texts, "bus": "200MB/s", "ram": "64MB"}.items():
        getattr(dialog, field).setText(text)
    placement = dialog.scheduler.placement
    placement.setCurrentIndex(placement.findData("partitioned"))
    dialog.scheduler.fit.setCurrentIndex(1)
    dialog.scheduler.balance.setText("10ms")
    assert dialog.scenario() == replace(
        scenario,
        machine=replace(
            scenario.machine, dispatch_ns=1_000, tick_ns=4_000_000, tick_cost_ns=2_000, migration_ns=3_000,
            interrupt_ns=4_000, bus_bytes_per_s=200_000_000, ram_bytes=64_000_000,
        ),
        scheduler=replace(
            scenario.scheduler, placement=Placement.PARTITIONED, fit=Fit.WORST, balance_ns=10_000_000
        ),
    )  # fmt: skip


def test_other_numbers_of_cores_keep_their_kinds(qtbot, rich):
    dialog = MachineDialog(rich)
    qtbot.addWidget(dialog)
    dialog.cores.setValue(6)
    assert dialog.scenario().machine.speeds_ppm == (1_000_000, 1_000_000, 500_000, 500_000, 500_000, 500_000)
    assert len(set(dialog.scenario().machine.siblings)) == 5
    dialog.cores.setValue(3)
    assert dialog.scenario().machine.speeds_ppm == (1_000_000, 1_000_000, 500_000)


def test_a_core_that_somebody_needs_is_not_taken_away(qtbot, rich):
    dialog = MachineDialog(rich)
    qtbot.addWidget(dialog)
    dialog.cores.setValue(1)
    assert not dialog.ok_button.isEnabled()
    assert dialog.problem.startswith("A, affinity")


def test_a_tick_must_cost_less_than_its_period(dialog):
    dialog.tick_cost.setText("1ms")
    assert "a tick must cost less" in dialog.problem
    dialog.tick.setText("4ms")
    assert dialog.problem == ""


def test_what_is_wrong_on_another_page_is_named(dialog):
    dialog.tabs.setCurrentIndex(2)
    dialog.ram.setText("much")
    assert dialog.problem == "Costs and memory: correct what is marked in red to go on."


def test_the_longest_page_fits_a_small_screen(qtbot, dialog):
    dialog.tabs.setCurrentIndex(2)
    dialog.show()
    dialog.policy.setCurrentIndex(dialog.policy.findData("mlfq"))
    dialog.scheduler.placement.setCurrentIndex(dialog.scheduler.placement.findData("stealing"))
    assert dialog.minimumHeight() <= 720
    hints = [label for label in dialog.options.findChildren(QLabel) if label.wordWrap()]
    qtbot.waitUntil(lambda: all(hint.height() >= hint.heightForWidth(hint.width()) for hint in hints))


def test_every_policys_title_has_room(dialog):
    #: What the style sheet has at the sides of a choice: padding, the arrow and the border.
    sides = 12 + 4 + 28 + 2
    metrics = QFontMetricsF(ui_font(TEXT_PX))
    titles = [dialog.policy.itemText(index) for index in range(dialog.policy.count())]
    assert max(map(metrics.horizontalAdvance, titles)) + sides <= WIDE_CONTROL_PX


@pytest.mark.parametrize(("room_px", "scrolls"), [(500, True), (760, False)])
def test_on_a_low_screen_its_pages_scroll_and_ok_stays(qtbot, scenario, monkeypatch, room_px, scrolls):
    monkeypatch.setattr("desktop_app.app.dialogs.form.room_on_screen", lambda window: room_px)
    dialog = MachineDialog(scenario)
    qtbot.addWidget(dialog)
    dialog.tabs.setCurrentIndex(2)
    dialog.show()
    dialog.policy.setCurrentIndex(dialog.policy.findData("mlfq"))
    dialog.scheduler.placement.setCurrentIndex(dialog.scheduler.placement.findData("stealing"))
    ok = dialog.ok_button
    qtbot.waitUntil(lambda: ok.mapTo(dialog, ok.rect().bottomRight()).y() < dialog.height() <= room_px)
    bar = dialog.tabs.currentWidget().verticalScrollBar()
    qtbot.waitUntil(lambda: (bar.maximum() > 0) == scrolls)


def test_keys_turn_the_pages_from_within_a_field(qtbot, dialog):
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    cores = dialog.cores.value()
    dialog.cores.setFocus()
    pages = []
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp):
        qtbot.keyClick(dialog.focusWidget(), key, Qt.KeyboardModifier.ControlModifier)
        pages.append(dialog.tabs.currentIndex())
    assert pages == [1, 0, 2]
    assert dialog.cores.value() == cores
