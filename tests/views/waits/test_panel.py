import pytest
from PySide6.QtCore import QPointF, QRectF, Qt

from desktop_app.analysis.moment import Moments
from desktop_app.views.theme import DARK, LIGHT
from desktop_app.views.waits.canvas import bend_around
from desktop_app.views.waits.panel import WaitsPanel
from tests.scenarios import MS, bursts, run

LONG = "Deadlock of 4 threads, each of which waits for what the next one holds: P1·T1 → P2·T1 → P3·T1 → P4·T1 → P1·T1."


@pytest.fixture
def panel(qtbot, moments):
    panel = WaitsPanel(DARK)
    qtbot.addWidget(panel)
    panel.resize(500, 500)
    panel.set_moments(moments)
    panel.show_at(4 * MS)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def place_of(panel, label):
    shown = panel.canvas._picture.shown
    return next(place for place, node in enumerate(shown) if node.label == label)


def centre_of(panel, label):
    return panel.canvas.rects()[place_of(panel, label)].center()


def test_a_deadlock_is_told_in_a_sentence(panel):
    told = "P1·T1 waits for mutex b, which P2·T1 holds, P2·T1 waits for mutex a, which P1·T1 holds"
    assert panel.headline.text() == f"Deadlock: {told}."
    assert panel.headline.textFormat() is Qt.TextFormat.PlainText
    assert [panel.told.item(row).text() for row in range(panel.told.count())][2] == "P3·T1 waits for disk"


def test_when_nobody_waits_it_says_so(panel):
    panel.show_at(MS // 2)
    assert panel.headline.text() == "No thread waits for anything now."
    assert panel.told.isHidden()


def test_nodes_stay_where_they_are_as_time_goes_on(panel):
    seen = []
    for t_ns in (0, MS // 2, 2 * MS, 4 * MS, 0):
        panel.show_at(t_ns)
        seen.append([node.key for node in panel.canvas._picture.shown])
    assert all(keys == seen[0] for keys in seen)


def test_a_moment_looks_alike_whatever_was_shown_before(qtbot, panel):
    first = panel.grab().toImage()
    panel.show_at(0)
    assert panel.grab().toImage() != first
    panel.show_at(4 * MS)
    qtbot.waitUntil(lambda: panel.grab().toImage() == first)
    panel.set_theme(LIGHT)
    assert panel.grab().toImage() != first


def test_a_click_on_a_thread_follows_it_and_on_a_lock_does_not(qtbot, panel):
    with qtbot.waitSignal(panel.thread_chosen) as chosen:
        qtbot.mouseClick(panel.canvas, Qt.MouseButton.LeftButton, pos=centre_of(panel, "P2·T1").toPoint())
    assert chosen.args == [1]
    with qtbot.assertNotEmitted(panel.thread_chosen):
        qtbot.mouseClick(panel.canvas, Qt.MouseButton.LeftButton, pos=centre_of(panel, "mutex a").toPoint())


def test_every_node_can_be_reached_with_the_arrow_keys(qtbot, panel):
    told = []
    for _ in panel.canvas._picture.shown:
        qtbot.keyClick(panel.canvas, Qt.Key.Key_Right)
        told.append(panel.canvas.accessibleDescription())
    assert len(set(told)) == len(told)
    assert "mutex a\nheld by P1·T1\nwaited for by P2·T1" in told
    assert "P1·T1 holds mutex a\nP1·T1 waits for mutex b, which P2·T1 holds" in told
    panel.canvas._current = place_of(panel, "P3·T1")
    with qtbot.waitSignal(panel.thread_chosen) as chosen:
        qtbot.keyClick(panel.canvas, Qt.Key.Key_Return)
    assert chosen.args == [2]


def test_a_node_says_what_it_does_under_the_pointer(panel):
    assert panel.canvas.text_at(centre_of(panel, "disk")) == "disk\nwaited for by P3·T1"
    assert panel.canvas.text_at(QPointF(1, 1)) == ""


def test_an_arrow_goes_round_a_node_in_its_way():
    start, end = QPointF(0, 0), QPointF(200, 0)
    place = QRectF(-50, -200, 300, 400)
    free = bend_around(start, end, [], place)
    assert free.y() > 0
    for rect in (QRectF(80, -20, 40, 40), QRectF(60, -10, 80, 60)):
        bend = bend_around(start, end, [rect], place)
        middle = (start + bend * 2 + end) / 4
        assert not rect.contains(middle)
        assert bend != free
        assert place.contains(middle)


def test_a_wait_in_the_list_leads_to_its_beginning(qtbot, panel):
    with qtbot.waitSignal(panel.time_requested) as asked:
        panel.told.itemActivated.emit(panel.told.item(2))
    assert asked.args == [3 * MS]


def test_a_narrow_panel_shows_all_in_a_higher_picture(panel):
    panel.resize(260, 500)
    assert panel.width() == 260
    assert panel.area.horizontalScrollBar().maximum() == 0
    assert all(panel.canvas.rect().toRectF().contains(rect) for rect in panel.canvas.rects())


def test_a_thread_that_waits_for_itself_and_long_cycles_are_told(qtbot):
    panel = WaitsPanel(DARK)
    qtbot.addWidget(panel)
    for processes, told in (
        ([bursts("lock m, cpu 1ms, lock m")], "Deadlock: P1·T1 waits for mutex m, which it holds itself."),
        (
            [bursts(f"lock m{n}, cpu 2ms, lock m{(n + 1) % 4}") for n in range(4)],
            LONG,
        ),
    ):
        trace = run(*processes, cores=4)
        panel.set_moments(Moments(trace))
        panel.show_at(trace.known_until_ns)
        assert panel.headline.text() == told


def test_of_a_hundred_threads_the_picture_shows_some_and_says_so(qtbot):
    panel = WaitsPanel(DARK)
    qtbot.addWidget(panel)
    panel.set_moments(Moments(run(bursts("lock m, cpu 1ms, unlock m", launches=100), cores=64)))
    panel.show_at(MS // 2)
    assert "12 of 100 threads" in panel.headline.text()
