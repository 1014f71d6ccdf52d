"""The whole way from a command to files that are there and right."""

import json
from pathlib import Path

import av
import pytest
from PIL import Image

from desktop_app.cli.exporting.kinds import numbered
from tests.scenarios import APP

LESSON = """+++
title = "Two steps"
+++

## First

```toml
scenario = "app.py"
at = "0.2ms"
```

One.

## Second

```toml
from = "0.2ms"
to = "0.4ms"
speed = "1ms"
```

Two.
"""
SMALL = ("--size", "640x360")


@pytest.fixture
def lesson(tmp_path):
    (tmp_path / "app.py").write_text(APP)
    path = tmp_path / "two.md"
    path.write_text(LESSON)
    return path


def test_a_video_is_the_same_however_many_processes_write_it(coreloom, app_py):
    files = [app_py.with_name(f"{jobs}.mp4") for jobs in (1, 2)]
    for jobs, out in enumerate(files, 1):
        how = (*SMALL, "--speed", "0.25ms", "--fps", "60", "--jobs", jobs)
        code, text, _ = coreloom("export", *how, "--", app_py, out)
        assert code == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    with av.open(str(files[0])) as video:
        stream = video.streams.video[0]
        frames = sum(1 for _ in video.decode(stream))
        assert (stream.average_rate, stream.width, stream.height) == (60, 640, 360)
    assert f"2.mp4: {frames} frames of 640x360 at 60 a second" in text
    assert frames > 240


def test_frames_of_a_clip_that_loses_nothing_are_those_of_the_sequence(coreloom, app_py):
    what = (*SMALL, "--from", "0.1ms", "--to", "0.4ms", "--speed", "1ms", "--fps", "10", "--theme", "light")
    folder, clip = app_py.with_name("frames"), app_py.with_name("a.apng")
    assert coreloom("export", app_py, f"{folder}/", *what)[0] == 0
    assert coreloom("export", app_py, clip, *what)[0] == 0
    names = sorted(path.name for path in folder.glob("*.png"))
    with Image.open(clip) as animation:
        assert animation.n_frames == len(names) == json.loads((folder / "manifest.json").read_text())["frames"]
        for number, name in enumerate(names):
            animation.seek(number)
            with Image.open(folder / name) as picture:
                assert animation.convert("RGB").tobytes() == picture.convert("RGB").tobytes()


def test_a_lesson_has_a_file_for_each_step_or_one_for_all(coreloom, lesson):
    one, each = lesson.with_name("one.gif"), lesson.with_name("each.gif")
    assert coreloom("export", lesson, one, *SMALL, "--fps", "1")[0] == 0
    code, text, _ = coreloom("export", lesson, each, *SMALL, "--fps", "1", "--per-step")
    assert code == 0
    assert [line.split(":")[0][-11:] for line in text.splitlines()] == ["each-01.gif", "each-02.gif"]
    counts = []
    for path in (one, lesson.with_name("each-01.gif"), lesson.with_name("each-02.gif")):
        with Image.open(path) as animation:
            counts.append(animation.n_frames)
    assert counts[0] == counts[1] + counts[2]


def test_pictures_of_steps(coreloom, lesson):
    assert coreloom("export", lesson, lesson.with_name("a.png"), *SMALL, "--per-step")[0] == 0
    assert coreloom("export", lesson, lesson.with_name("two.png"), *SMALL, "--step", "2")[0] == 0
    assert lesson.with_name("a-02.png").read_bytes() == lesson.with_name("two.png").read_bytes()
    assert lesson.with_name("a-01.png").read_bytes() != lesson.with_name("two.png").read_bytes()
    code, _, err = coreloom("export", lesson, lesson.with_name("a.png"), "--step", "3")
    assert code == 2
    assert "1 to 2" in err


def test_pictures_of_all_steps_are_written_or_none(coreloom, lesson):
    lesson.with_name("a-02.png").mkdir()
    before = set(lesson.parent.iterdir())
    code, _, err = coreloom("export", lesson, lesson.with_name("a.png"), *SMALL, "--per-step")
    assert code == 2
    assert "a-02.png" in err
    assert set(lesson.parent.iterdir()) == before


def test_a_lesson_without_its_captions(coreloom, lesson):
    for name, more in (("with.png", ()), ("without.png", ("--no-captions",))):
        assert coreloom("export", lesson, lesson.with_name(name), *SMALL, "--step", "1", *more)[0] == 0
    assert lesson.with_name("with.png").read_bytes() != lesson.with_name("without.png").read_bytes()


def test_slides_of_a_lesson(coreloom, lesson):
    code, text, _ = coreloom("export", lesson, lesson.with_name("a.pdf"), *SMALL)
    assert code == 0
    assert "a.pdf: 3 pages, " in text
    assert lesson.with_name("a.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("ending", ["json", "csv", "metrics.json", "metrics.csv", "coretrace", "txt"])
def test_data(coreloom, app_py, ending):
    out = app_py.with_name(f"a.{ending}")
    assert coreloom("export", app_py, out)[0] == 0
    assert out.stat().st_size > 100


def test_a_trace_is_exported_as_the_run_was(coreloom, app_py):
    trace, pictures = app_py.with_name("a.coretrace"), [app_py.with_name(name) for name in ("a.png", "b.png")]
    assert coreloom("export", app_py, trace)[0] == 0
    for source, out in zip((app_py, trace), pictures, strict=True):
        assert coreloom("export", source, out, *SMALL, "--at", "0.4ms")[0] == 0
    assert pictures[0].read_bytes() == pictures[1].read_bytes()
    code, _, err = coreloom("export", trace, pictures[0], "--cores", "2")
    assert code == 2
    assert "recorded as it was" in err
    assert coreloom("export", trace, app_py.with_name("a.pptx"), *SMALL)[0] == 0


def test_a_lesson_sets_its_machine_itself(coreloom, lesson):
    code, _, err = coreloom("export", lesson, lesson.with_name("a.mp4"), "--cores", "2")
    assert code == 2
    assert "a lesson sets it itself" in err


@pytest.mark.parametrize(("name", "wanted"), [("a.mp4", "a-03.mp4"), ("a.b.gif", "a.b-03.gif"), ("a", "a-03")])
def test_the_number_of_a_step_stands_before_the_ending(name, wanted):
    assert numbered(Path(name), 2).name == wanted
