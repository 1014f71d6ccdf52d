import json

import pytest

from desktop_app.export.film import Film, Take
from desktop_app.export.look import Look
from desktop_app.export.manifest import MANIFEST, earlier_files, file_name, frame_name, manifest
from desktop_app.model.camera import parse_camera
from desktop_app.model.lit import parse_lit
from desktop_app.views.stage.options import StageOptions
from tests.export.films import film_of, moments_of_bursts, seen_at


def test_names_sort_in_the_order_of_their_frames():
    assert frame_name(0, 1) == "frame_00000.png"
    assert frame_name(99_999, 100_000) == "frame_99999.png"
    for frames in (11, 100_000, 100_001, 1_000_001):
        names = [frame_name(frame, frames) for frame in sorted({0, 9, 10, frames // 3, frames - 2, frames - 1})]
        assert names == sorted(names)
        assert len({len(name) for name in names}) == 1


def test_it_says_of_no_folder_where_a_file_came_from():
    for source in ("/home/me/lab.toml", "C:\\Users\\me\\lab.toml", "lab.toml", "../a/lab.toml"):
        assert file_name(source) == "lab.toml"
    assert not file_name("")


def test_it_says_what_the_frames_show():
    film = film_of(moments_of_bursts(), 1_000_000, 4_000_001, frames=5, theme="light", scale=2.0)
    said = json.loads(manifest(film))
    assert (said["frames"], said["fps"], said["width"], said["height"]) == (5, 10, 320, 180)
    assert (said["theme"], said["scale"], said["transparent"]) == ("light", 2.0, False)
    assert said["range_ns"] == [1_000_000, 4_000_001]
    assert said["first_file"] == "frame_00000.png"
    (take,) = said["takes"]
    assert take["runs"] == [{"title": "test", "source": "test", "policy": "fcfs"}]
    assert take["camera"] == "all"
    moments = [
        min(take["last_ns"], take["first_ns"] + k * take["ns_per_second"] // said["fps"]) for k in range(take["frames"])
    ]
    assert moments == [film.seen(frame).t_ns for frame in range(film.frames)]
    assert set(said["versions"]) == {"coreloom", "python_bytecode", "qt"}
    assert manifest(film) == manifest(film)


def test_takes_of_a_lesson_stand_one_after_the_other():
    options = StageOptions(
        camera=parse_camera("core 0", file="", field=""), lit=(parse_lit("core 0"), parse_lit("variable P1 z"))
    )
    moments = moments_of_bursts()
    takes = (
        Take(frames=2, seen=lambda k: seen_at(moments, k * 1000), step=0),
        Take(frames=3, seen=lambda _: seen_at(moments, 5000, options=options), step=1),
    )
    film = Film(title="a \udcff < \x00 é", takes=takes, fps=1, look=Look(size=(320, 180)))
    said = json.loads(manifest(film))
    assert said["title"] == film.title
    assert [(take["first_frame"], take["frames"], take["step"]) for take in said["takes"]] == [(0, 2, 1), (2, 3, 2)]
    assert said["takes"][1]["camera"] == "core 0"
    assert [take["ns_per_second"] for take in said["takes"]] == [None, 0]
    assert said["takes"][1]["lit"] == ["core 0", "variable P1 z"]
    assert manifest(film).isascii()


def test_an_earlier_sequence_is_known_by_its_manifest(tmp_path):
    film = film_of(moments_of_bursts(), 0, 4_000_000, frames=2)
    assert earlier_files(tmp_path) == set()
    names = ["frame_00000.png", "frame_00001.png", "frame_00002.png", "frame_000000.png", "frame_00001.jpg", "notes"]
    for name in names:
        (tmp_path / name).write_bytes(b"")
    assert earlier_files(tmp_path) == set()
    (tmp_path / MANIFEST).write_bytes(manifest(film))
    assert earlier_files(tmp_path) == {MANIFEST, "frame_00000.png", "frame_00001.png"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"format": "other", "version": 1, "frames": 2}',
        '{"format": "coreloom-frames", "version": 1, "frames": -2}',
        '{"format": "coreloom-frames", "version": 1, "frames": 99999999999999999999}',
        '{"format": "coreloom-frames", "version": 1, "frames": "2"}',
    ],
)
def test_a_manifest_of_others_claims_nothing(tmp_path, text):
    (tmp_path / "frame_00000.png").write_bytes(b"")
    (tmp_path / MANIFEST).write_text(text, "utf-8")
    assert earlier_files(tmp_path) == set()


def test_a_manifest_that_is_a_folder_or_a_link_claims_nothing_else(tmp_path):
    (tmp_path / MANIFEST).mkdir()
    assert earlier_files(tmp_path) == set()
