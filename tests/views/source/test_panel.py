import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage

from desktop_app.analysis.execution import next_execution_ns, places_at
from desktop_app.analysis.moment import Moments
from desktop_app.views.source.models import Role
from desktop_app.views.source.panel import SourcePanel
from desktop_app.views.theme import DARK, LIGHT
from tests.scenarios import MS, bursts, program, run

LOOP = "def f(a):\n    return a + 1  # é\n\nfor i in range(3):\n    x = f(i)\n"


@pytest.fixture(scope="module")
def moments():
    return Moments(run(program(LOOP, threads=2), program("y = 1\n"), quantum_ns=MS))


@pytest.fixture
def panel(qtbot, moments):
    panel = SourcePanel(DARK)
    qtbot.addWidget(panel)
    panel.resize(460, 560)
    panel.set_moments(moments)
    panel.show()
    panel.show_at(moments.trace.begin_ns)
    return panel


def grabbed(panel):
    return panel.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def to_the_top(panel):
    """How far one has scrolled is the viewer's, and stays where it is as long as what runs can be seen."""
    for view in (panel.source, panel.listing):
        view.verticalScrollBar().setValue(0)


def test_every_thread_is_at_the_line_and_the_instruction_that_it_executes(panel, moments):
    trace = moments.trace
    for t_ns in range(0, trace.known_until_ns, 900_000):
        panel.show_at(t_ns)
        by_line = {chip.label: row for row, chips in panel.source.marks.chips.items() for chip in chips}
        by_row = {chip.label: row for row, chips in panel.listing.marks.chips.items() for chip in chips}
        places = places_at(trace, 0, t_ns)
        assert set(by_row) == {trace.threads[place.thread].label for place in places}
        for place in places:
            label = trace.threads[place.thread].label
            assert panel.listing_model.index(by_row[label], 0).data(Role.INSTRUCTION) == place.line
            assert by_line.get(label, -1) == trace.listings[0].lines[place.line].line - 1


def test_the_picture_depends_on_t_alone(panel, moments):
    panel.show_at(2 * MS)
    to_the_top(panel)
    first = grabbed(panel)
    panel.show_at(9 * MS)
    panel.show_at(MS // 2)
    panel.show_at(2 * MS)
    to_the_top(panel)
    assert grabbed(panel) == first
    panel.set_theme(LIGHT)
    assert grabbed(panel) != first


def test_pointing_at_a_line_lights_its_bytecode_and_the_other_way_round(panel):
    panel.source.pointed_at.emit(4)
    assert panel.listing.marks.linked == 5
    panel.source.pointed_at.emit(-1)
    assert panel.listing.marks.linked == 0
    panel.listing.pointed_at.emit(panel.listing_model.rows_of_line(2)[0])
    assert panel.source.marks.linked == 2


def test_a_click_asks_for_the_next_execution_and_shift_for_the_last(panel, moments, qtbot):
    row = 4
    lines = [at for at, one in enumerate(moments.trace.listings[0].lines) if one.line == row + 1]
    place = panel.source.visualRect(panel.source_model.index(row, 0)).center()
    first = next_execution_ns(moments.lives, 0, lines, 0)
    with qtbot.waitSignal(panel.time_requested) as asked:
        qtbot.mouseClick(panel.source.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(150, place.y()))
    assert asked.args == [first]
    panel.show_at(first + 1)
    with qtbot.waitSignal(panel.time_requested) as asked:
        qtbot.mouseClick(
            panel.source.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.ShiftModifier,
            QPoint(150, place.y()),
        )
    assert asked.args == [first]


def test_a_click_on_a_chip_follows_its_thread_and_another_one_nobody(panel, moments, qtbot):
    panel.show_at(moments.trace.known_until_ns // 2)
    panel.grab()
    row, (chip,) = next((row, chips) for row, chips in panel.source.marks.chips.items() if len(chips) == 1)
    for followed, wanted in ((None, chip.thread), (chip.thread, None)):
        panel.set_followed(followed)
        index = panel.source_model.index(row, 0)
        panel.source.scrollTo(index)
        middle = panel.source.visualRect(index).center().y()
        with qtbot.waitSignal(panel.thread_chosen) as chosen:
            qtbot.mouseClick(panel.source.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, middle))
        assert chosen.args == [wanted]


def test_enter_does_what_a_click_does_on_one_instruction(panel, moments, qtbot):
    number = 3
    panel.listing.setCurrentIndex(panel.listing_model.index(panel.listing_model.row_of(number), 0))
    with qtbot.waitSignal(panel.time_requested) as asked:
        qtbot.keyClick(panel.listing, Qt.Key.Key_Return)
    assert asked.args == [next_execution_ns(moments.lives, 0, [number], 0)]


def test_where_nothing_is_executed_any_more_the_panel_says_so(panel, moments):
    panel.show_at(moments.trace.known_until_ns)
    panel.source.chosen.emit(4, False)
    assert "not executed again" in panel.note.text()
    panel.source.chosen.emit(2, False)
    assert "No bytecode" in panel.note.text()


def test_the_panel_goes_to_the_program_of_the_thread_that_is_followed(panel, moments):
    panel.set_followed(2)
    assert panel.source_model.lines == ["y = 1"]
    panel.set_followed(1)
    assert len(panel.source_model.lines) == 5
    followed = [chip for chips in panel.source.marks.chips.values() for chip in chips if chip.followed]
    assert [chip.label for chip in followed] in ([], ["P1·T2"])
    panel.programs.activated.emit(1)
    assert panel.source_model.lines == ["y = 1"]


def test_code_stays_where_it_is_while_the_row_is_in_the_middle_or_the_user_moved_it(qtbot):
    source = "".join(f"x{number} = {number}\n" for number in range(200))
    moments = Moments(run(program(source)))
    panel = SourcePanel(DARK)
    qtbot.addWidget(panel)
    panel.resize(320, 600)
    panel.set_moments(moments)
    panel.set_followed(0)
    panel.show()
    bar = panel.source.verticalScrollBar()
    panel.show_at(10 * MS)
    before = bar.value()
    assert before > 0
    panel.show_at(10 * MS + 200_000)
    assert bar.value() - before <= 22
    panel.source._hold()
    bar.setValue(0)
    panel.show_at(15 * MS)
    assert bar.value() == 0
    panel.set_followed(None)
    panel.set_followed(0)
    assert bar.value() > before


def test_another_run_of_the_same_program_leaves_the_code_where_it_is(qtbot):
    source = "".join(f"x{number} = {number}\n" for number in range(200))
    panel = SourcePanel(DARK)
    qtbot.addWidget(panel)
    panel.resize(320, 600)
    panel.show()
    panel.set_moments(Moments(run(program(source))))
    panel.show_at(0)
    panel.grab()
    panel.source._hold()
    panel.source.verticalScrollBar().setValue(500)
    panel.set_moments(Moments(run(program(source), quantum_ns=2 * MS)))
    panel.show_at(MS)
    assert panel.source.verticalScrollBar().value() == 500
    panel.set_moments(Moments(run(program("y = 1\n"))))
    assert panel.source_model.lines == ["y = 1"]


def test_a_run_of_bursts_says_what_would_stand_there(qtbot):
    panel = SourcePanel(DARK)
    qtbot.addWidget(panel)
    panel.set_moments(Moments(run(bursts("cpu 1ms"))))
    panel.show_at(0)
    assert "bytecode" in panel._body.sentence


@pytest.mark.parametrize("width", [320, 700, 1000])
def test_text_and_bytecode_stand_beside_each_other_where_there_is_room(panel, width, qtbot):
    panel.resize(width, 500)
    wanted = Qt.Orientation.Horizontal if width == 1000 else Qt.Orientation.Vertical
    assert panel.splitter.orientation() == wanted
    assert panel.listing_delegate.narrow == (width == 320)


def test_what_runs_stays_in_view_when_the_panel_becomes_lower(qtbot):
    panel = SourcePanel(DARK)
    qtbot.addWidget(panel)
    panel.resize(460, 900)
    moments = Moments(run(program("x = 0\n" * 14 + "y = 1\n")))
    panel.set_moments(moments)
    panel.show()
    panel.show_at(moments.trace.known_until_ns - 300_000)
    [line] = panel.source.marks.chips
    panel.resize(460, 300)
    qtbot.waitUntil(
        lambda: (
            panel.source.viewport().rect().contains(panel.source.visualRect(panel.source_model.index(line, 0)).center())
        )
    )


def test_the_only_thread_that_runs_is_kept_in_view_though_nobody_follows_it(panel, moments):
    trace = moments.trace
    checked = 0
    for t_ns in range(0, trace.known_until_ns, 700_000):
        running = [place for place in places_at(trace, 0, t_ns) if place.on_core]
        panel.show_at(t_ns)
        if len(running) == 1:
            checked += 1
            index = panel.listing_model.index(panel.listing_model.row_of(running[0].line), 0)
            assert panel.listing.viewport().rect().intersects(panel.listing.visualRect(index))
    assert checked
