from dataclasses import replace

import pytest

from desktop_app.app.dialogs.machine import MachineDialog
from desktop_app.app.dialogs.preview import Preview
from desktop_app.model.workload import Program
from desktop_app.views.theme import DARK
from tests.scenarios import bursts, program, run, scenario


@pytest.fixture
def preview(qtbot):
    widget = Preview(run(bursts("cpu 4ms", launches=2)), DARK, None)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def shown(qtbot, preview, wanted):
    with qtbot.waitSignal(preview.finished):
        preview.show_scenario(wanted)
    return preview.value("end")


def test_it_says_how_the_draft_ends(qtbot, preview):
    assert shown(qtbot, preview, scenario(bursts("cpu 4ms", launches=2))) == "8 ms"
    assert shown(qtbot, preview, scenario(bursts("cpu 4ms", launches=2), cores=2)) == "4 ms"
    assert preview.value("cpu_utilisation") == "100.0 %"


def test_what_is_wrong_is_not_run_and_what_was_shown_stays(qtbot, preview):
    shown(qtbot, preview, scenario(bursts("cpu 4ms")))
    preview.show_scenario(None)
    assert not preview.isEnabled()
    assert preview.value("end") == "4 ms"
    preview.show_scenario(scenario(bursts("cpu 4ms")))
    assert preview.isEnabled()
    assert preview.note.text().startswith("The whole run")


def test_a_draft_is_shown_again_after_one_that_cannot_be_run(qtbot, preview):
    shown(qtbot, preview, scenario(bursts("cpu 4ms")))
    preview.show_scenario(scenario(replace(program(), program=Program(name="bad.py", source="x = = 1\n"))))
    qtbot.waitUntil(lambda: "bad.py, line 1" in preview.note.text())
    assert shown(qtbot, preview, scenario(bursts("cpu 4ms"))) == "4 ms"
    assert preview.note.text().startswith("The whole run")


def test_a_run_that_was_put_off_goes_on(qtbot, preview):
    wanted = scenario(program("while True:\n    pass\n"))
    preview.show_scenario(wanted)
    qtbot.waitUntil(preview._work.isActive)
    preview.show_scenario(None)
    assert not preview._work.isActive()
    shown(qtbot, preview, wanted)
    assert preview.note.text().startswith("Cut short")


def test_an_endless_program_is_cut_short_and_says_so(qtbot, preview):
    shown(qtbot, preview, scenario(program("while True:\n    pass\n")))
    assert preview.note.text().startswith("Cut short")


def test_a_program_that_cannot_be_compiled_is_said(qtbot, preview):
    wrong = scenario(replace(program(), program=Program(name="bad.py", source="x = = 1\n")))
    preview.show_scenario(wrong)
    qtbot.waitUntil(lambda: "bad.py, line 1" in preview.note.text())


def test_a_dialog_shows_it_where_there_is_room_and_follows_its_fields(qtbot, app_window):
    class Screen:
        def availableGeometry(self):
            return app_window.screen().availableGeometry().adjusted(0, 0, 1200, 600)

    dialog = MachineDialog(app_window.session.scenario, app_window)
    qtbot.addWidget(dialog)
    preview = Preview(app_window.session.trace, DARK, dialog)
    assert not dialog.put_beside(preview)  # 800 by 800 offscreen
    dialog.screen = Screen
    assert dialog.put_beside(preview)
    dialog.checked.connect(lambda right: preview.show_scenario(dialog.scenario() if right else None))
    with qtbot.waitSignal(preview.finished):
        dialog.cores.setValue(2)
    before = preview.value("end")
    with qtbot.waitSignal(preview.finished):
        dialog.instruction.setText("1ms")
    assert preview.value("end") != before
    dialog.instruction.setText("soon")
    assert not preview.isEnabled()
