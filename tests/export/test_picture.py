from desktop_app.analysis.moment import Moments
from desktop_app.export.picture import draw
from tests.scenarios import program, run


def pixels(image):
    return bytes(image.constBits())


def test_a_picture_does_not_depend_on_what_was_drawn_before(qapp):
    moments = Moments(run(program(launches=2), cores=2))
    size = (960, 600)
    once = pixels(draw(moments, 500_000, size, "dark"))
    draw(moments, 900_000, size, "light")
    assert pixels(draw(moments, 500_000, size, "dark")) == once
    assert pixels(draw(moments, 900_000, size, "dark")) != once
