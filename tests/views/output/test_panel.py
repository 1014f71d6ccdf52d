import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.analysis.moment import Moments
from desktop_app.analysis.output_lines import OutputLines
from desktop_app.views.output.model import TEXT, WHO, OutputModel, shown_text
from desktop_app.views.output.panel import OutputPanel
from desktop_app.views.theme import DARK, LIGHT
from tests.scenarios import bursts, program, run

COUNT = "for i in range(20):\n    print('line', i)\n"


@pytest.fixture(scope="module")
def moments():
    return Moments(run(program(COUNT), program("print('hello', end=' ')\nx = 1\nprint('world')\n1 // 0\n"), cores=2))


@pytest.fixture
def panel(qtbot, moments):
    panel = OutputPanel(DARK)
    qtbot.addWidget(panel)
    panel.resize(600, 300)
    panel.set_moments(moments)
    panel.show_at(moments.trace.known_until_ns)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def texts(panel):
    return [panel.model.index(row, TEXT).data() for row in range(panel.model.rowCount())]


def choose(qtbot, panel, label):
    button = next(one for one in panel.chips._group.buttons() if one.text() == label)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_shows_what_was_printed_by_t_whatever_was_shown_before(panel, moments):
    end = moments.trace.known_until_ns
    last = texts(panel)
    assert last[-1].startswith("line 19")
    for t_ns in (end // 3, 0, end // 2, end):
        panel.show_at(t_ns)
    assert texts(panel) == last


def test_a_line_is_shown_as_far_as_it_was_printed(qtbot, panel, moments):
    choose(qtbot, panel, "P2")
    output = moments.trace.memory[1].output
    panel.show_at(output.time[0])
    assert texts(panel) == ["hello "]
    panel.show_at(output.time[-1])
    assert texts(panel)[0] == "hello world"
    assert panel.model.line(1).is_traceback


def test_one_process_can_be_chosen_and_stays_so_when_time_goes_back(qtbot, panel):
    choose(qtbot, panel, "P1")
    assert texts(panel)[:2] == ["line 0", "line 1"]
    assert panel.table.isColumnHidden(WHO)
    panel.show_at(0)
    assert (panel.model.process, texts(panel)) == (0, [])
    choose(qtbot, panel, "All")
    assert panel.model.process == -1


def test_a_plain_click_goes_to_the_moment_and_one_with_a_key_does_not(qtbot, panel):
    panel.table.scrollToTop()
    place = panel.table.visualRect(panel.model.index(2, TEXT)).center()
    with qtbot.waitSignal(panel.time_requested) as asked:
        qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == [panel.model.line(2).time_ns]
    with qtbot.assertNotEmitted(panel.time_requested):
        qtbot.mouseClick(
            panel.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, pos=place
        )


def test_the_end_stays_in_sight_unless_somebody_scrolled_away(panel, moments):
    end, bar = moments.trace.known_until_ns, panel.table.verticalScrollBar()
    panel.show_at(end * 3 // 4)
    panel.show_at(end)
    assert bar.value() == bar.maximum() > 0
    bar.setValue(1)
    panel.show_at(end - 1)
    panel.show_at(end)
    assert bar.value() == 1


def test_find_goes_from_hit_to_hit_and_round(qtbot, panel):
    panel.search.setText("LINE 1")
    rows = []
    for _ in range(12):
        panel.search.setFocus()
        panel.find_text(1)
        rows.append(texts(panel)[panel.table.currentIndex().row()])
    assert rows[:2] == ["line 1", "line 10"]
    assert rows[11] == "line 1"
    panel.find_text(-1)
    assert texts(panel)[panel.table.currentIndex().row()] == "line 19"
    assert panel.found.isHidden()
    panel.search.setText("nowhere")
    panel.find_text(1)
    assert not panel.found.isHidden()


def test_lines_are_copied_whole(panel):
    panel.copy()
    assert QGuiApplication.clipboard().text() == "".join(f"{text}\n" for text in texts(panel))
    panel.table.selectRow(0)
    panel.copy()
    assert QGuiApplication.clipboard().text() == f"{texts(panel)[0]}\n"


def test_the_menu_goes_to_a_line(qtbot, panel):
    with qtbot.waitSignal(panel.time_requested) as asked:
        panel.line_menu(panel.model.index(1, TEXT)).actions()[0].trigger()
    assert asked.args == [panel.model.line(1).time_ns]


def test_it_says_what_would_be_there(qtbot, panel):
    panel.show_at(0)
    assert panel.stack.currentWidget() is panel.empty
    assert "Nothing has been printed yet" in panel.empty.text()
    panel.set_moments(Moments(run(bursts("cpu 1ms"))))
    panel.show_at(0)
    assert "no program" in panel.empty.text()


def test_the_longest_line_in_sight_can_be_read_to_its_end(panel):
    panel.resize(260, 300)
    width = panel.table.lines.text_width("ZeroDivisionError: integer division or modulo by zero")
    panel.table.scrollToTop()
    panel._fit()
    assert panel.table.columnWidth(TEXT) >= width


def test_control_characters_cannot_hide_anything():
    assert shown_text("a\tb\r\x1b[2J\x7f") == "a       b^M^[[2J^?"


def test_the_model_keeps_qt_s_rules(moments):
    model = OutputModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_lines(OutputLines(moments.trace))
    for share in (1, 3, 0, 2, 4):
        model.show(moments.trace.known_until_ns * share // 4)
    model.set_process(1)
    del tester


def test_other_colours(panel):
    before = panel.grab().toImage()
    panel.set_theme(LIGHT)
    assert panel.grab().toImage() != before
