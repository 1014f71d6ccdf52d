import pytest
from PySide6.QtCore import Qt

from desktop_app.app.side_by_side.editor import SidesPanel
from desktop_app.app.side_by_side.sides import Preset, RunAs, Side, Source, sides_of
from desktop_app.model.machine import GilMode
from desktop_app.views.theme import DARK, LIGHT
from tests.scenarios import bursts, program, scenario

SOURCE = Source(name="app.py", scenario=scenario(program()))
OTHER = Source(name="bursts", scenario=scenario(bursts("cpu 1ms")))


@pytest.fixture
def panel(qtbot):
    found = SidesPanel(DARK)
    qtbot.addWidget(found)
    found.resize(400, 900)
    found.show_sides(sides_of(Preset.WORKERS, SOURCE), [SOURCE, OTHER])
    found.show()
    return found


def test_fields_show_what_a_side_is(panel):
    assert panel.sides == sides_of(Preset.WORKERS, SOURCE)
    editor = panel.editors[1]
    assert (editor.cores.value(), editor.run_as.currentText(), editor.workers.value()) == (4, "processes", 4)
    assert editor.gil.currentText() == "GIL"
    assert editor.title.placeholderText() == "4 processes · 4 cores · GIL"
    assert editor.source.currentText() == "app.py"


def test_a_change_of_a_field_is_a_change_of_the_side(qtbot, panel):
    editor = panel.editors[0]
    with qtbot.waitSignal(panel.changed):
        editor.policy.setCurrentIndex(editor.policy.findData("fcfs"))
    editor.cores.setValue(0)
    editor.gil.setCurrentIndex(0)
    editor.run_as.setCurrentIndex(0)
    editor.more.setText("quantum=2ms")
    editor.title.setText(" mine ")
    assert editor.side == Side(source=SOURCE, policy="fcfs", more="quantum=2ms", title="mine")
    assert not editor.workers.isEnabled()
    editor.more.setText("quantum")
    assert editor.more.problem
    assert editor.side.more == ""
    assert "expected" in editor.more.toolTip()
    editor.gil.setCurrentIndex(2)
    editor.run_as.setCurrentIndex(1)
    assert (editor.side.gil, editor.side.run_as) == (GilMode.FREE_THREADED, RunAs.THREADS)
    assert editor.workers.isEnabled()


def test_sides_are_added_and_removed_between_two_and_four(qtbot, panel):
    assert not panel.add.isEnabled()
    for _ in range(2):
        qtbot.mouseClick(panel.editors[0].remove, Qt.MouseButton.LeftButton)
    assert [side.gil for side in panel.sides] == [GilMode.FREE_THREADED] * 2
    assert not any(editor.remove.isEnabled() for editor in panel.editors)
    qtbot.mouseClick(panel.add, Qt.MouseButton.LeftButton)
    assert len(panel.sides) == 3
    assert panel.sides[2] == panel.sides[1]


def test_another_source_is_chosen_from_the_list_or_a_file(qtbot, panel):
    editor = panel.editors[2]
    editor.source.setCurrentIndex(1)
    editor.source.activated.emit(1)
    assert editor.side.source == OTHER
    with qtbot.waitSignal(panel.file_wanted) as asked:
        editor.source.activated.emit(editor.source.count() - 1)
    assert asked.args == [2]
    assert editor.source.currentText() == "bursts"
    another = Source(name="new.py", scenario=scenario(program("x = 1\n")))
    editor.show_source(another)
    assert (editor.side.source, editor.source.currentText()) == (another, "new.py")


def test_every_field_has_a_name_and_a_preset_is_asked_for(qtbot, panel):
    editor = panel.editors[0]
    fields = (editor.title, editor.remove, editor.source, editor.policy, editor.cores, editor.gil, editor.run_as)
    assert all(field.accessibleName().endswith(("1", "as")) for field in fields)
    with qtbot.waitSignal(panel.preset_chosen) as chosen:
        qtbot.mouseClick(panel.presets[Preset.CORES], Qt.MouseButton.LeftButton)
    assert chosen.args == [Preset.CORES]
    panel.set_theme(LIGHT)
