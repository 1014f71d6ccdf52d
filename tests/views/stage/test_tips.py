"""What is under the pointer is said in full."""

from dataclasses import replace
from typing import ClassVar

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent

from desktop_app.analysis.moment import snapshot
from desktop_app.model.camera import Camera
from desktop_app.views.stage import bus, ram, ram_card, tips
from desktop_app.views.stage.frame import compose
from desktop_app.views.stage.journey import look
from desktop_app.views.stage.options import StageOptions
from desktop_app.views.stage.tips import tip_at
from desktop_app.views.stage.view import StageView
from desktop_app.views.theme import DARK
from tests.scenarios import program, run
from tests.views.sample_snapshots import Sample

pytestmark = pytest.mark.usefixtures("qapp")

SIZE = (1366, 560)
MB = 1_000_000


def text_at(frame, rect):
    tip = tip_at(frame, rect.cx, rect.cy)
    return tip.text if tip else ""


def test_a_part_of_the_bar_says_whose_it_is_and_how_much():
    sample = Sample(processes=2).at(500_000)
    processes = tuple(replace(one, ram_bytes=size * MB) for one, size in zip(sample.processes, (100, 60), strict=True))
    frame = compose(*SIZE, replace(sample, processes=processes, ram_bytes=400 * MB), DARK)
    bar = ram.place(frame).bar
    texts = [text_at(frame, part) for _, part in ram.segments(frame.snapshot, bar)]
    assert texts == ["P1 · app.py\n100 MB, 25.0 % of RAM", "P2 · app.py\n60 MB, 15.0 % of RAM"]
    assert tip_at(frame, bar.right - 5, bar.cy) is None


def test_without_a_count_code_and_data_are_told_apart():
    frame = compose(*SIZE, Sample(processes=1).at(500_000), DARK)
    ((process, part),) = ram.segments(frame.snapshot, ram.place(frame).bar)
    assert text_at(frame, part).endswith(f"{process.code_bytes} B of code, {process.data_bytes} B of data")


def test_rows_of_a_card_say_what_they_had_no_room_for():
    trace = run(program("numbers = [1, 2]\nothers = numbers\ntext = 'x' * 60\n"))
    frame = compose(*SIZE, snapshot(trace, trace.known_until_ns - 1), DARK)
    card, process = ram.place(frame).cards[0], frame.snapshot.processes[0]
    layout = ram_card.place(process, card)
    values = {one.name: text_at(frame, row) for one, row in zip(process.variables, layout.values, strict=True)}
    assert values["text"].startswith(f"text = '{'x' * 20}")
    assert values["text"].endswith("written by P1·T1")
    assert [text_at(frame, row) for row in layout.objects] == ["#1 [1, 2]"]
    first = text_at(frame, layout.code[0])
    assert first.startswith("0x00")
    assert "P1·T1: running" in text_at(frame, layout.stacks[0])


def test_tokens_say_what_they_carry_and_where_to():
    frame = compose(*SIZE, Sample(cores=4).at(430_000), DARK)
    shown = [token for token in bus.tokens(frame) if token.seen.w > 20]
    assert shown
    for token in shown:
        tip = tip_at(frame, token.seen.cx, token.seen.cy)
        assert f"core {token.core}" in tip.text
        assert tip.text.endswith(token.look.text)


def test_a_place_with_nothing_to_say_says_nothing():
    frame = compose(*SIZE, Sample().at(500_000), DARK)
    assert tip_at(frame, frame.layout.scheduler.cx, frame.layout.scheduler.bottom - 2) is None


def test_through_a_lens_things_are_where_they_are_seen():
    moment = Sample(processes=2).at(500_000)
    near = StageOptions(camera=Camera(stop=None, x=0.1, y=0.3, zoom=3.0))
    frame = look(*SIZE, moment, DARK, near)
    card = ram.place(frame).cards[0]
    row = ram_card.place(moment.processes[0], card).values[0]
    assert text_at(frame, row).startswith("x = 10")


class Shown:
    """Takes what would be shown: the test platform has no windows that float above others."""

    texts: ClassVar[list[str]] = []

    @classmethod
    def showText(cls, place, text, widget, area):
        del place, widget
        assert area.isValid()
        cls.texts.append(text)

    @classmethod
    def hideText(cls):
        cls.texts.append("")


def test_markup_in_a_program_stays_text(qtbot, monkeypatch):
    monkeypatch.setattr(tips, "QToolTip", Shown)
    view = StageView()
    qtbot.addWidget(view)
    view.resize(1366, 560)
    view.show()
    sample = Sample(processes=1).at(500_000)
    view.show_snapshot(replace(sample, processes=(replace(sample.processes[0], program="<b>bold</b>.py"),)))
    frame = compose(view.viewport().width(), view.viewport().height(), view.snapshot, DARK)
    bar = ram.place(frame).bar
    place = QPoint(round(bar.cx * frame.layout.scale), round(bar.cy * frame.layout.scale))
    for point in (place, QPoint(1, 1)):
        view.viewportEvent(QHelpEvent(QEvent.Type.ToolTip, point, view.viewport().mapToGlobal(point)))
    assert Shown.texts[0].startswith("<qt>P1 · &lt;b&gt;bold&lt;/b&gt;.py<br>")
    assert Shown.texts[1] == ""
