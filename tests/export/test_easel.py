"""Pictures depend on what is seen and how, not on what was painted before, and are those of the window."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from desktop_app.analysis.moment import Moments
from desktop_app.app.show.screen import AudienceScreen
from desktop_app.export.easel import Easel
from desktop_app.export.look import Look
from desktop_app.export.painting import paint_seen
from desktop_app.export.seen import Run, Seen
from desktop_app.model.camera import Camera, Stop
from desktop_app.model.lesson import Caption, Shown
from desktop_app.model.lit import LitKind, LitTarget
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.views.caption.question import AskedQuestion
from desktop_app.views.stage.backdrop import Backdrop
from desktop_app.views.stage.journey import look
from desktop_app.views.stage.options import PLAIN, StageOptions
from desktop_app.views.stage.painting import paint_kept
from desktop_app.views.stage.view import StageView
from desktop_app.views.theme import THEMES
from tests.scenarios import MS, bursts, program, run

pytestmark = pytest.mark.usefixtures("qapp")

SIZE = (900, 506)
LOOP = "total = 0\nfor i in range(3):\n    total = total + i\nprint(total)\n"
CAPTIONS = (Caption(), Caption.of("Short."), Caption.of("What is said of it, which takes **two** lines or so. " * 2))
ASKED = AskedQuestion(prompt="Which thread is next?", choices=("P1·T1", "P1·T2"), right=0, explanation="So.")
CAMERAS = (
    Camera(), Camera(stop=Stop.CORE), Camera(stop=Stop.SOURCE), Camera(stop=Stop.BUS), Camera(stop=Stop.RAM, core=1),
    Camera(stop=None, x=0.3, y=0.6, zoom=3.0),
)  # fmt: skip
OPTIONS = (
    PLAIN,
    *(StageOptions(camera=camera, followed=0) for camera in CAMERAS),
    StageOptions(reduce_motion=True),
    StageOptions(lit=(LitTarget(kind=LitKind.SCHEDULER),)),
    StageOptions(lit=(LitTarget(kind=LitKind.CORE, core=0), LitTarget(kind=LitKind.BUS))),
)


@pytest.fixture(scope="module")
def runs():
    """Programs with threads, and bursts with arrivals, ends, cores that go off line, and a wait."""
    eventful = run(
        bursts("cpu 0.7ms, io disk 0.4ms, cpu 0.5ms", threads=3),
        program(LOOP, arrival_ns=200_000),
        bursts("cpu 1ms", name="C", arrival_ns=500_000),
        cores=2, quantum_ns=300_000, context_switch_ns=20_000, until_ns=4 * MS,
        actions=[Action(at_ns=at, kind=ActionKind.CORES, value=value) for at, value in ((900_000, 1), (1_500_000, 2))],
    )  # fmt: skip
    small = run(program(LOOP, launches=2), cores=1, quantum_ns=400_000)
    many = run(bursts("cpu 0.3ms", launches=30), cores=24, quantum_ns=100_000)
    return tuple(Run(moments=Moments(trace), title="A") for trace in (eventful, small, many))


def seens(runs):
    """What is seen, near to what was seen before more often than not."""
    return st.builds(
        lambda which, t_ns, shown, options, caption, asked, stretch: Seen(
            runs=(runs[which],), t_ns=t_ns, shown=shown, options=options, caption=caption, captions=CAPTIONS[1:],
            asked=asked, stretch=stretch,
        ),
        st.sampled_from([0, 0, 0, 1, 2]),
        st.sampled_from([300_000, 700_000, 1_200_000]) | st.integers(90_000, 3 * MS),
        st.sampled_from([Shown.BOTH, Shown.BOTH, Shown.STAGE, Shown.TIMELINE]),
        st.sampled_from(OPTIONS),
        st.sampled_from(CAPTIONS),
        st.sampled_from([None, None, None, ASKED, replace(ASKED, revealed=True)]),
        st.sampled_from([None, None, (300_000, 700_000)]),
    )  # fmt: skip


LOOKS = (
    Look(size=SIZE),
    Look(size=SIZE, theme="light"),
    Look(size=(1125, 633), scale=1.25),
    Look(size=SIZE, transparent=True),
)


def pixels(image: QImage) -> bytes:
    return bytes(image.constBits())


def alone(style: Look, seen: Seen) -> QImage:
    return Easel(style).paint(seen).copy()


@settings(max_examples=14)
@given(data=st.data(), style=st.sampled_from(LOOKS))
def test_a_picture_does_not_depend_on_those_before_it(runs, data, style):
    easel, before = Easel(style), None
    jumps = data.draw(
        st.lists(st.tuples(seens(runs), st.lists(st.integers(-90_000, 90_000), min_size=1, max_size=3)), max_size=2)
    )
    for first, steps in jumps:
        t_ns = first.t_ns
        for step in (0, *steps):
            t_ns = max(0, t_ns + step)
            seen = replace(first, t_ns=t_ns)
            picture = easel.paint(seen).copy()
            assert pixels(picture) == pixels(alone(style, seen))
            if easel.changed is not None:
                assert before is not None
                assert all(picture.rect().contains(rect) for rect in easel.changed)
                assert same_outside(easel.changed, before, picture)
            before = picture


def same_outside(rects: list[QRect], one: QImage, other: QImage) -> bool:
    painted = one.copy()
    painter = QPainter(painted)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    for rect in rects:
        painter.drawImage(rect.topLeft(), other, rect)
    painter.end()
    return pixels(painted) == pixels(other)


def test_what_a_moment_changes_is_a_small_part_of_a_picture(runs):
    easel, seen = Easel(Look(size=SIZE)), Seen(runs=runs[:1], t_ns=700_000, shown=Shown.BOTH)
    easel.paint(seen)
    assert easel.changed is None
    easel.paint(replace(seen))
    assert easel.changed == []
    easel.paint(replace(seen, t_ns=701_000))
    changed = QRegion()
    for rect in easel.changed:
        changed |= rect
    assert 0 < sum(rect.width() * rect.height() for rect in changed) < 0.3 * SIZE[0] * SIZE[1]


@pytest.mark.parametrize("style", LOOKS[:3])
@pytest.mark.parametrize("options", [OPTIONS[0], OPTIONS[3], OPTIONS[-1]])
def test_a_picture_is_what_the_plain_functions_paint(runs, style, options):
    seen = Seen(runs=runs[:1], t_ns=640_000, shown=Shown.BOTH, options=options, caption=CAPTIONS[2], asked=ASKED)
    for shown in (seen, replace(seen, asked=None)):
        plain = QImage(*style.size, QImage.Format.Format_RGB32)
        plain.fill(QColor(style.palette.window))
        painter = QPainter(plain)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.scale(style.scale, style.scale)
        paint_seen(painter, style.screen, shown, style.palette, sides=None, stage=plain_stage)
        painter.end()
        assert pixels(alone(style, shown)) == pixels(plain)


def plain_stage(painter, place, seen, theme):
    frame = look(place.width(), place.height(), seen.snapshot, theme, seen.options)
    scale = painter.deviceTransform().m11()
    painter.setClipRect(place)
    paint_kept(painter, frame, Backdrop(), QSize(round(place.width()), round(place.height())), scale)
    painter.setClipping(False)


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("options", [OPTIONS[0], OPTIONS[2], OPTIONS[-1]])
def test_a_picture_is_the_one_that_an_audience_sees(qtbot, runs, theme, options):
    screen = AudienceScreen(THEMES[theme])
    qtbot.addWidget(screen)
    screen.resize(*SIZE)
    easel = Easel(Look(size=SIZE, theme=theme))
    for t_ns in (0, 300_000, 1_234_567):
        seen = Seen(runs=runs[:1], t_ns=t_ns, shown=Shown.BOTH, options=options, caption=CAPTIONS[1])
        screen.show_seen(seen)
        grabbed = screen.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        assert pixels(grabbed) == pixels(easel.paint(seen))


def test_a_stage_is_that_of_the_window(qtbot, runs):
    view = StageView()
    qtbot.addWidget(view)
    view.resize(*SIZE)
    easel, options = Easel(Look(size=SIZE)), StageOptions(camera=Camera(stop=Stop.CORE), followed=0)
    view.set_options(options)
    for t_ns in (640_000, 650_000):
        seen = Seen(runs=runs[:1], t_ns=t_ns, options=options)
        view.show_snapshot(seen.snapshot)
        shown = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        # What says where one is, and leads back, stands over the picture.
        over = view.viewport().childrenRegion().boundingRect()
        assert same_outside([over], shown, easel.paint(seen))
