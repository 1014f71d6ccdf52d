import json
import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.export.formats import format_named
from desktop_app.export.video.codec import codec_of
from desktop_app.export.video.joining import join
from desktop_app.model.errors import CoreloomError, FileError
from tests.export.video.filming import MP4, WEBM, encode, film_of, numbers_in, probed, video_of

AV1 = codec_of(format_named("webm"), codec="av1")
CODECS = [MP4, WEBM, AV1]
CHUNK = 5
#: Another program than the library that wrote the file, though of the same makers.
PROBES = pytest.mark.skipif(shutil.which("ffprobe") is None, reason="no ffprobe here")


@pytest.fixture(autouse=True)
def short_chunks(monkeypatch):
    monkeypatch.setattr("desktop_app.export.film.CHUNK_FRAMES", CHUNK)


@pytest.mark.parametrize("codec", CODECS, ids=lambda codec: codec.title)
@pytest.mark.parametrize("frames", [1, CHUNK, CHUNK + 1, 2 * CHUNK + 2])
def test_a_video_has_the_stated_count_size_rate_and_order(tmp_path, codec, frames):
    path = video_of(film_of(frames), tmp_path, codec=codec)
    numbers, times = numbers_in(path)
    assert numbers == list(range(frames))
    # Matroska counts milliseconds.
    assert all(abs(time - Fraction(frame, 30)) <= Fraction(1, 2000) for frame, time in enumerate(times))


@PROBES
def test_another_program_reads_the_same(tmp_path):
    said = probed(video_of(film_of(7), tmp_path), "width", "height", "r_frame_rate", "nb_read_frames", "duration")
    assert said == {
        "width": "64",
        "height": "48",
        "r_frame_rate": "30/1",
        "nb_read_frames": "7",
        "duration": "0.233333",
    }


@PROBES
@pytest.mark.parametrize("codec", [MP4, WEBM], ids=lambda codec: codec.title)
def test_players_are_told_the_colours(tmp_path, codec):
    entries = ("color_range", "color_space", "color_transfer", "color_primaries", "pix_fmt")
    said = probed(video_of(film_of(2), tmp_path, codec=codec), *entries)
    assert list(said.values()).count("bt709") == 3
    assert said["color_range"] == "tv"
    assert said["pix_fmt"] == "yuv420p"


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 2 * CHUNK + 1), min_size=1, max_size=3), st.sampled_from([1, 24, 30, 60, 120]))
def test_no_picture_is_lost_at_a_joint_at_any_rate(tmp_path, takes, fps):
    path = video_of(film_of(*takes, fps=fps), tmp_path)
    numbers, times = numbers_in(path)
    assert numbers == list(range(sum(takes)))
    assert times == [Fraction(frame, fps) for frame in numbers]
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    order = [packet.dts for packet in packets]
    assert order == sorted(set(order))
    assert len({packet.duration for packet in packets}) == 1


@pytest.mark.parametrize("codec", CODECS, ids=lambda codec: codec.title)
def test_steps_of_few_pictures_stand_between_longer_ones(tmp_path, codec):
    film = film_of(5, 1, 4, 2, 5)
    film = replace(film, takes=tuple(replace(take, step=step) for step, take in enumerate(film.takes)))
    assert numbers_in(video_of(film, tmp_path, codec=codec))[0] == list(range(17))


@pytest.mark.parametrize("codec", CODECS, ids=lambda codec: codec.title)
def test_the_bytes_are_the_same_on_every_run_and_for_any_number_of_lanes(tmp_path, codec):
    film = film_of(2 * CHUNK + 1)
    first = video_of(film, tmp_path, codec=codec).read_bytes()
    assert video_of(film, tmp_path, codec=codec, lanes=2, name="again").read_bytes() == first


def test_a_player_may_begin_before_it_has_all(tmp_path):
    mp4 = video_of(film_of(3), tmp_path).read_bytes()
    assert 0 < mp4.index(b"moov") < mp4.index(b"mdat")
    webm = video_of(film_of(3), tmp_path, codec=WEBM).read_bytes()
    # Matroska's cues, then its first cluster.
    assert 0 < webm.index(b"\x1c\x53\xbb\x6b", 200) < webm.index(b"\x1f\x43\xb6\x75")


@PROBES
def test_the_title_is_in_the_file(tmp_path):
    path = video_of(film_of(1, title='Vier Kerne "schnell"\0\ud800 – 4×'), tmp_path)
    command = ["ffprobe", "-v", "error", "-show_entries", "format_tags=title", "-of", "json", str(path)]
    said = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert said["format"]["tags"]["title"] == 'Vier Kerne "schnell" – 4×'


def test_a_chunk_that_is_missing_leaves_the_earlier_file(tmp_path):
    out = tmp_path / "video.mp4"
    out.write_bytes(b"earlier")
    film = film_of(2 * CHUNK)
    files = encode(film, tmp_path)
    with pytest.raises(CoreloomError, match="5 of 10 frames were encoded"):
        join(film, MP4, files[:1], out)
    files[1].write_bytes(files[1].read_bytes()[:-40])
    with pytest.raises(FileError, match="changed or cut off"):
        join(film, MP4, files, out)
    assert out.read_bytes() == b"earlier"
    assert {file.name for file in tmp_path.iterdir()} == {"video.mp4", *(file.name for file in files)}


def test_chunks_of_other_settings_are_not_joined(tmp_path):
    film = film_of(2)
    files = encode(film, tmp_path, codec=replace(MP4, options=MP4.options | {"profile": "baseline"}))
    with pytest.raises(CoreloomError, match="different versions"):
        join(film, MP4, files, tmp_path / "video.mp4")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told_and_leaves_the_earlier_file(tmp_path, monkeypatch):
    out = tmp_path / "video.mp4"
    out.write_bytes(b"earlier")
    film = film_of(CHUNK)
    files = encode(film, tmp_path)
    full(monkeypatch)
    with pytest.raises(FileError, match="there is no space left for it"):
        join(film, MP4, files, out)
    assert out.read_bytes() == b"earlier"
    assert {file.name for file in tmp_path.iterdir()} == {"video.mp4", *(file.name for file in files)}


def full(monkeypatch):
    """Have what opens a video write to a device that is always full."""
    opened = av.open
    monkeypatch.setattr("av.open", lambda path, *rest, **named: opened("/dev/full", *rest, **named))


@pytest.mark.parametrize("codec", [MP4, WEBM], ids=lambda codec: codec.title)
def test_a_step_in_a_file_of_its_own_begins_at_0(tmp_path, codec):
    film = film_of(CHUNK + 1, CHUNK + 2)
    film = replace(film, takes=tuple(replace(take, step=step) for step, take in enumerate(film.takes)))
    chunks = encode(film, tmp_path, codec=codec)
    out = tmp_path / f"step.{codec.container}"
    join(film.of_step(1), codec, chunks[2:], out)
    numbers, times = numbers_in(out)
    assert numbers == list(range(CHUNK + 1, 2 * CHUNK + 3))
    assert all(abs(time - Fraction(frame, 30)) <= Fraction(1, 2000) for frame, time in enumerate(times))
