from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.views.stage.backdrop import Backdrop
from desktop_app.views.stage.drawing import box, colour
from desktop_app.views.stage.frame import Frame, Layer, compose
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.theme import DARK, without_ground
from tests.views.sample_snapshots import Sample

SIZE = QSize(900, 480)
#: Two that overlap, one that lies on both, and one apart.
PLACES = (Rect(10, 10, 200, 100), Rect(100, 50, 200, 100), Rect(150, 60, 40, 20), Rect(600, 300, 50, 50))


@pytest.fixture(scope="module")
def frame(qapp) -> Frame:
    return compose(SIZE.width(), SIZE.height(), Sample().at(460_000), DARK)


class Painted:
    """Layers of one colour each that count how often they were drawn."""

    def __init__(self) -> None:
        self.drawn = 0

    def layer(self, place: int, look: int, *, shift: float = 0.0, recurs: bool = False) -> Layer:
        rect = PLACES[place]._replace(x=PLACES[place].x + shift)

        def paint(painter: QPainter) -> None:
            self.drawn += 1
            painter.fillRect(QRectF(*rect), QColor.fromHsv(look * 40 % 360, 200, 60 + 40 * place))

        return Layer(name=f"{place}", rect=rect, ground=DARK.panel, key=look, paint=paint, recurs=recurs)


def shown(backdrop: Backdrop, frame: Frame, layers: list[Layer], dpr: float = 1.0) -> QImage:
    return backdrop.image(frame, layers, SIZE, dpr).toImage()


CHOICES = st.lists(st.tuples(*[st.tuples(st.integers(0, 2), st.sampled_from([0.0, 30.0])) | st.none()] * 4), max_size=6)


@settings(max_examples=25, deadline=None)
@given(history=CHOICES, recurs=st.booleans())
def test_it_is_the_same_whatever_was_shown_before(frame, history, recurs):
    painted, backdrop = Painted(), Backdrop()

    def layers(looks: tuple[tuple[int, float] | None, ...]) -> list[Layer]:
        places = ((place, look) for place, look in enumerate(looks) if look is not None)
        return [painted.layer(place, look[0], shift=look[1], recurs=recurs) for place, look in places]

    for looks in history:
        assert shown(backdrop, frame, layers(looks)) == shown(Backdrop(), frame, layers(looks))


def test_what_has_not_changed_is_not_drawn_again(frame):
    painted, backdrop = Painted(), Backdrop()
    shown(backdrop, frame, [painted.layer(place, 0) for place in range(4)])
    assert painted.drawn == 4
    shown(backdrop, frame, [painted.layer(place, 0) for place in range(4)])
    assert painted.drawn == 4


def test_what_lies_on_what_changes_is_drawn_again_only_once(frame):
    painted, backdrop = Painted(), Backdrop()
    shown(backdrop, frame, [painted.layer(place, 0) for place in range(4)])
    shown(backdrop, frame, [painted.layer(place, int(place == 1)) for place in range(4)])
    assert painted.drawn == 6
    shown(backdrop, frame, [painted.layer(place, 2 * int(place == 1)) for place in range(4)])
    assert painted.drawn == 7


@pytest.mark.parametrize(("recurs", "drawn"), [(True, 2), (False, 4)])
def test_only_what_recurs_is_known_when_it_comes_back(frame, recurs, drawn):
    painted, backdrop = Painted(), Backdrop()
    for look in (0, 1, 0, 1):
        shown(backdrop, frame, [painted.layer(0, look, recurs=recurs)])
    assert painted.drawn == drawn


@pytest.mark.parametrize("dpr", [1.25, 2.0])
def test_it_has_the_device_s_own_pixels(frame, dpr):
    image = shown(Backdrop(), frame, [Painted().layer(0, 0)], dpr)
    assert (image.width(), image.height()) == (round(900 * dpr), round(480 * dpr))
    assert image.devicePixelRatio() == dpr


def test_it_is_made_anew_for_another_theme_and_size(frame, qapp):
    backdrop = Backdrop()
    painted = Painted()
    layers = [painted.layer(0, 0)]
    shown(backdrop, frame, layers)

    larger = compose(1200, 600, Sample().at(460_000), DARK)
    assert shown(backdrop, larger, layers) == shown(Backdrop(), larger, layers)
    assert painted.drawn == 3


def test_layers_out_of_sight_are_not_kept_as_the_whole_picture(frame):
    def layer(key: int) -> Layer:
        return Layer(name="far", rect=Rect(5000, 5000, 9, 9), ground=DARK.panel, key=key, paint=print, recurs=True)

    backdrop = Backdrop()
    for key in (0, 1, 0):
        assert shown(backdrop, frame, [layer(key)]) == shown(Backdrop(), frame, [])


def test_without_a_ground_the_layers_stand_in_nothing(qapp):
    """Where a layer's own ground is see-through, too, what lay there before is gone."""
    theme = without_ground(DARK)
    clear = compose(SIZE.width(), SIZE.height(), Sample().at(460_000), theme)

    def dot(look: int) -> Layer:
        rect = Rect(0, 0, 400, 100)

        def paint(painter: QPainter) -> None:
            painter.fillRect(QRectF(200 * look, 20, 100, 60), QColor("red"))

        return Layer(name="dot", rect=rect, ground=theme.window, key=look, paint=paint, recurs=True)

    backdrop, scale = Backdrop(), clear.layout.scale
    for look in (0, 1, 0):
        image = shown(backdrop, clear, [dot(look)])
        assert image == shown(Backdrop(), clear, [dot(look)])
        alphas = [image.pixelColor(round(x * scale), round(50 * scale)).alpha() for x in (50, 250, 450)]
        assert alphas == [255 * (look == 0), 255 * (look == 1), 0]


def test_a_layer_looks_the_same_whether_it_is_drawn_in_place_or_kept(frame):
    def layers(below: int) -> list[Layer]:
        def round_one(painter: QPainter) -> None:
            box(painter, Rect(120.4, 60.3, 150, 70), fill=colour(DARK.cell), border=colour(DARK.border), radius=9)

        upper = Layer(name="upper", rect=PLACES[1], ground=DARK.panel, key=0, paint=round_one)
        return [Painted().layer(0, below), upper]

    backdrop = Backdrop()
    for below in (0, 1):
        assert shown(backdrop, frame, layers(below)) == shown(Backdrop(), frame, layers(below))


def test_it_says_what_is_not_as_before(frame):
    backdrop, painted = Backdrop(), Painted()
    shown(backdrop, frame, [painted.layer(0, 0), painted.layer(3, 0)])
    assert backdrop.mended is None
    shown(backdrop, frame, [painted.layer(0, 0), painted.layer(3, 0)])
    assert backdrop.mended == ()
    before = shown(backdrop, frame, [painted.layer(0, 0), painted.layer(3, 0)])
    after = shown(backdrop, frame, [painted.layer(0, 0), painted.layer(3, 1)])
    (box_of_one,) = backdrop.mended
    assert before != after
    assert before.copy(box_of_one) != after.copy(box_of_one)
    shown(backdrop, frame, [painted.layer(0, 0), painted.layer(3, 1, shift=30.0)])
    assert backdrop.mended is None
