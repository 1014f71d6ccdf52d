from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from desktop_app.export.easel import Easel
from desktop_app.export.formats import FORMATS, Kind
from desktop_app.export.look import Look
from desktop_app.export.still import still_bytes
from tests.export.films import moments_of_bursts, seen_at

PICTURES = [form for form in FORMATS if form.kind is Kind.PICTURE]
BEGINS = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}


@pytest.mark.parametrize("form", PICTURES, ids=lambda form: form.name)
def test_every_format_of_pictures_is_written_the_same_on_every_run(qapp, form):
    seen, look = seen_at(moments_of_bursts(), 4_500_000), Look(size=(640, 360), transparent=form.transparent)
    data = still_bytes(seen, look, form)
    assert data.startswith(BEGINS[form.name])
    assert still_bytes(seen, look, form) == data


def test_a_png_is_the_picture_of_the_easel(qapp):
    seen, look = seen_at(moments_of_bursts(), 4_500_000), Look(size=(640, 360))
    png = next(form for form in PICTURES if form.name == "png")
    with Image.open(BytesIO(still_bytes(seen, look, png))) as picture:
        found = np.asarray(picture)
    image = Easel(look).paint(seen)
    pixels = np.frombuffer(bytes(image.constBits()), np.uint8).reshape(360, 640, 4)
    assert np.array_equal(found, pixels[:, :, 2::-1])
