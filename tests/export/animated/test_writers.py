"""All formats: what players find in a file are the film's pictures, in order, each for its time."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, features

from desktop_app.export.animated.writers import writer_of
from desktop_app.export.formats import Quality
from desktop_app.export.progress import Untold
from desktop_app.model.errors import CoreloomError
from tests.export.animated.films import SEE_THROUGH, ArrayEasel, array_of, film_of, films, moving, write

NAMES = ["apng", "gif", "webp"]
QUALITIES = [
    ("apng", None),
    ("gif", None),
    ("gif", Quality.SMALL),
    ("webp", None),
    ("webp", Quality.BEST),
    ("webp", Quality.GOOD),
    ("webp", Quality.SMALL),
]


def decoded(path):
    """Return all frames as Pillow shows them, and how long each lasts in milliseconds."""
    with Image.open(path) as image:
        frames, times = [], []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            frames.append(array_of(image))
            times.append(image.info.get("duration"))
        return frames, times


@pytest.mark.parametrize(("name", "quality"), QUALITIES)
@settings(max_examples=10)
@given(films(), st.integers(1, 4))
def test_few_colours_are_exact_in_every_format_however_it_is_cut(tmp_path_factory, name, quality, pictures, chunk):
    path = write(pictures, tmp_path_factory.mktemp("film"), name, quality, chunk=chunk)
    shown, _ = decoded(path)
    np.testing.assert_array_equal(shown, pictures)


@pytest.mark.parametrize(("name", "quality"), [("apng", None), ("webp", None)])
@settings(max_examples=25)
@given(films(SEE_THROUGH), st.integers(1, 4))
def test_what_is_see_through_is_exact(tmp_path_factory, name, quality, pictures, chunk):
    path = write(pictures, tmp_path_factory.mktemp("film"), name, quality, chunk=chunk, transparent=True)
    shown, _ = decoded(path)
    np.testing.assert_array_equal(shown, pictures)


@settings(max_examples=10)
@given(films(SEE_THROUGH))
def test_few_colours_are_as_see_through_as_they_were(tmp_path_factory, pictures):
    path = write(pictures, tmp_path_factory.mktemp("film"), "webp", Quality.SMALL, transparent=True)
    shown, _ = decoded(path)
    np.testing.assert_array_equal(np.array(shown) >> 24, np.array(pictures) >> 24)


@pytest.mark.parametrize("name", ["apng", "webp"])
def test_many_colours_are_exact_without_loss(name, tmp_path):
    rng = np.random.default_rng(3)
    pictures = [rng.integers(0, 1 << 24, (33, 47), np.uint32) | 0xFF000000 for _ in range(4)]
    shown, _ = decoded(write(pictures, tmp_path, name, chunk=3))
    np.testing.assert_array_equal(shown, pictures)


@pytest.mark.parametrize(("name", "quality"), [each for each in QUALITIES if each[0] != "apng"])
def test_many_colours_are_nearly_right_with_loss_and_nothing_is_left_behind(name, quality, tmp_path):
    rng = np.random.default_rng(3)
    pictures = moving(6, colours=256)
    for picture in pictures:
        picture[20:] = rng.integers(0, 1 << 24, picture[20:].shape, np.uint32) | 0xFF000000
    shown, _ = decoded(write(pictures, tmp_path, name, quality, chunk=4))
    assert len(shown) == 6
    most = {Quality.SMALL: 24, Quality.BEST: 9}.get(quality, 15)
    for picture, frame in zip(pictures, shown, strict=True):
        # The ground is grey in 256 steps, behind which something moved.
        apart = np.abs(picture.view(np.uint8).astype(int) - frame.view(np.uint8))
        assert apart[:20].max() <= 2 * most
        assert apart.mean() < most


@pytest.mark.parametrize(
    ("name", "transparent"), [("apng", False), ("apng", True), ("gif", False), ("webp", False), ("webp", True)]
)
def test_the_file_is_the_same_on_every_run_whoever_writes_the_chunks(name, transparent, tmp_path):
    pictures = moving(7)
    film = film_of(pictures, transparent=transparent)
    chunks = [range(3), range(3, 6), range(6, 7)]
    # One of all in order, one of each, one of all in reverse.
    shared = writer_of(name)
    orders = [
        [(shared, chunk) for chunk in chunks],
        [(writer_of(name), chunk) for chunk in chunks],
        [(shared, chunk) for chunk in reversed(chunks)],
    ]
    found = set()
    for number, order in enumerate(orders):
        folder = tmp_path / str(number)
        folder.mkdir()
        easel = ArrayEasel(pictures, transparent=transparent)
        for writer, chunk in order:
            writer.encode_chunk(film, chunk, easel, folder / str(chunk.start), Untold())
        writer_of(name).join(film, [folder / str(chunk.start) for chunk in chunks], folder / "film")
        found.add((folder / "film").read_bytes())
    assert len(found) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_step_is_joined_from_chunks_of_the_whole_film(name, tmp_path):
    pictures = moving(7)
    film = film_of(pictures, steps=[3, 4])
    for number, chunk in enumerate(film.chunks):
        writer_of(name).encode_chunk(film, chunk, ArrayEasel(pictures), tmp_path / str(number), Untold())
    writer_of(name).join(film.of_step(1), [tmp_path / "1"], tmp_path / f"step.{name}")
    shown, _ = decoded(tmp_path / f"step.{name}")
    np.testing.assert_array_equal(shown, pictures[3:])


@pytest.mark.parametrize(("name", "rates"), [("gif", [1, 4, 25, 50]), ("apng", [1, 7, 24, 60]), ("webp", [1, 7, 60])])
def test_every_frame_lasts_its_time(name, rates, tmp_path):
    pictures = moving(8)
    for fps in rates:
        shown, times = decoded(write(pictures, tmp_path, name, fps=fps))
        assert len(shown) == len(times) == 8
        wanted = Fraction(8000, fps)
        if name == "webp":
            assert sum(times) == round(wanted)
            assert {abs(time - 1000 / fps) < 1 for time in times} == {True}
        else:
            assert times == pytest.approx([1000 / fps] * 8)


@pytest.mark.parametrize("name", NAMES)
def test_it_plays_for_ever(name, tmp_path):
    with Image.open(write(moving(3), tmp_path, name)) as image:
        assert image.info["loop"] == 0


@pytest.mark.parametrize(("name", "codec"), [("gif", "gif"), ("apng", "apng")])
def test_ffmpeg_finds_the_same_frames(name, codec, tmp_path):
    av = pytest.importorskip("av")
    pictures = moving(6)
    with av.open(write(pictures, tmp_path, name, fps=20)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.average_rate) == (codec, 20)
        frames = [frame.to_ndarray(format="bgra").view("<u4")[..., 0] for frame in container.decode(stream)]
    np.testing.assert_array_equal(frames, pictures)


def test_what_a_gif_cannot_be_is_refused_before_anything_is_painted(tmp_path):
    pictures = moving(2)
    for film in (film_of(pictures, fps=30), film_of(pictures, transparent=True)):
        with pytest.raises(ValueError, match="no GIF"):
            writer_of("gif").encode_chunk(film, range(2), None, tmp_path / "chunk", Untold())


def test_a_library_that_was_built_without_webp_is_named_with_what_helps(monkeypatch):
    monkeypatch.setattr(features, "check", lambda name: name != "webp")
    with pytest.raises(CoreloomError, match=r"built without libwebp; write \.apng or \.gif .*pip install"):
        writer_of("webp")
    assert writer_of("apng")
    assert writer_of("gif")
