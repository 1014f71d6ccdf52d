"""Slides of lessons and runs, from the command line to the files."""

import re

import pytest
from pptx import Presentation

from tests.cli.lessons import STEPS
from tests.scenarios import APP
from tests.storage.lessons import lesson_text, with_files

SMALL = ("--size", "640x360")


@pytest.fixture
def lesson_md(tmp_path):
    path = with_files(tmp_path) / "lesson.md"
    path.write_text(lesson_text(STEPS[0], STEPS[1]))
    return path


def test_a_page_has_a_clip_of_each_kind_for_what_plays(coreloom, lesson_md):
    out = lesson_md.with_name("page.html")
    code, text, err = coreloom("export", lesson_md, out, *SMALL, "--fps", "4")
    assert (code, err) == (0, "")
    assert "page.html: 2 slides, 1 that plays, " in text
    kinds = re.findall(r'class="clip" data-of="([^"]*)" data-kind="video/(\w+)', out.read_text("utf-8"))
    assert kinds == [("step-2", "mp4"), ("step-2", "webm")]


def test_a_presentation_has_clips_where_they_are_asked_for(coreloom, lesson_md):
    for clips in ((), ("--clips", "--fps", "4")):
        out = lesson_md.with_name("show.pptx")
        code, text, _ = coreloom("export", lesson_md, out, *SMALL, *clips)
        assert code == 0
        show = Presentation(out)
        assert len(show.slides) == 4
        videos = [part for part in show.part.package.iter_parts() if str(part.partname).endswith(".mp4")]
        assert len(videos) == bool(clips)
        assert "show.pptx: 4 slides, " in text


def test_a_handout_is_for_paper(coreloom, lesson_md):
    slides, handout = lesson_md.with_name("slides.pdf"), lesson_md.with_name("handout.pdf")
    assert coreloom("export", lesson_md, slides, *SMALL)[0] == 0
    assert coreloom("export", lesson_md, handout, *SMALL, "--handout")[0] == 0
    assert b"/MediaBox [0 0 480.000000 270.000000]" in slides.read_bytes()
    assert b"/MediaBox [0 0 595.000000 842.000000]" in handout.read_bytes()


def test_without_captions_there_are_none(coreloom, lesson_md):
    out = lesson_md.with_name("page.html")
    assert coreloom("export", lesson_md, out, *SMALL, "--fps", "4", "--no-captions")[0] == 0
    text = out.read_text("utf-8")
    assert '<div class="caption"></div>' in text
    assert 'class="question"' not in text


def test_a_program_is_a_page_that_plays(coreloom, tmp_path):
    app, out = tmp_path / "app.py", tmp_path / "app.html"
    app.write_text(APP)
    code, text, err = coreloom(
        "export", app, out, *SMALL, "--fps", "4", "--to", "0.4ms", "--speed", "0.4ms", "--quality", "small"
    )
    assert (code, err) == (0, "")
    assert "1 slide," in text
    page = out.read_text("utf-8")
    assert 'data-frames="5"' in page
    assert "data-bare" in page


def test_a_page_without_a_video_library_shows_pictures_and_says_so(coreloom, lesson_md, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "av.codec", None)
    out = lesson_md.with_name("page.html")
    code, _, err = coreloom("export", lesson_md, out, *SMALL)
    assert code == 0
    assert "nothing plays in this page" in err
    assert 'class="clip"' not in out.read_text("utf-8")


def test_odd_sizes_have_no_clips(coreloom, lesson_md):
    code, _, err = coreloom("export", lesson_md, lesson_md.with_name("x.pptx"), "--size", "641x361", "--clips")
    assert code == 2
    assert "even numbers" in err
    assert not lesson_md.with_name("x.pptx").exists()
