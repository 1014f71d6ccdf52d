from PySide6.QtWidgets import QLabel

from desktop_app.app.practice.given_panel import GivenPanel
from desktop_app.teaching.practice.given import given
from tests.scenarios import bursts, program, scenario


def test_a_workload_is_a_table_and_a_program_its_text(qtbot):
    panel = GivenPanel()
    qtbot.addWidget(panel)
    panel.show_given(given(scenario(bursts("cpu 3ms"), bursts("cpu 1ms"))))
    texts = [label.text() for label in panel._table.findChildren(QLabel)]
    assert {"P1", "P2", "cpu 3ms", "cpu 1ms"} <= set(texts)
    assert panel.program.isHidden()
    assert "P2, 0 ms, cpu 1ms" in panel.accessibleDescription()
    assert "in the order of the numbers" in panel.now.text()
    panel.show_given(given(scenario(program("x = 1\n"))))
    assert panel.program.toPlainText() == "x = 1\n"
    assert not panel.program.isHidden()
    assert panel._table.isHidden()
