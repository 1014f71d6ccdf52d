import zipfile
from dataclasses import replace

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from desktop_app.export.slides.clips import clips_film
from desktop_app.export.slides.pptx_slides import write_pptx
from tests.export.slides.test_web_text import HOSTILE

MP4 = b"\x00\x00\x00\x18ftypmp42 not a film "


def write_clips(_film, kind, outs):
    for film, path in outs:
        path.write_bytes(MP4 + f"{kind} {film.frames}".encode())


@pytest.fixture(scope="module")
def shown(deck, qapp, tmp_path_factory):
    """A presentation with pictures, as another program reads it."""
    from desktop_app.app.show.sides import SidesPicture
    from desktop_app.export.progress import Untold

    out = tmp_path_factory.mktemp("pptx") / "deck.pptx"
    count = write_pptx(deck, out, Untold(), SidesPicture())
    return out, count, Presentation(out)


def pictures(slide):
    return [shape for shape in slide.shapes if shape.shape_type in {MSO_SHAPE_TYPE.PICTURE, MSO_SHAPE_TYPE.MEDIA}]


def test_there_is_a_slide_for_each_step_and_one_for_each_question(shown):
    _, count, show = shown
    titles = [slide.shapes.title.text_frame.text for slide in show.slides]
    assert titles == ["A lesson", "A moment", "Question: A question", "A question", "Two sides"]
    assert count == 5
    assert show.slide_width * 9 == show.slide_height * 16


def test_pictures_fill_slides_and_say_what_they_show(shown, deck):
    _, _, show = shown
    for slide in list(show.slides)[1:]:
        (picture,) = pictures(slide)
        assert (picture.left, picture.top) == (0, 0)
        assert (picture.width, picture.height) == (show.slide_width, show.slide_height)
        assert picture.image.size == deck.look.size
        assert picture.image.content_type == "image/png"
    described = [pictures(slide)[0]._element.nvPicPr.cNvPr.get("descr") for slide in list(show.slides)[1:]]
    assert described[0] == "It is here.\nA moment, 2 ms, lit: core 0"
    assert described[1].startswith("Which thread gets the core next?\nA: ")


def test_notes_are_the_speakers(shown):
    _, _, show = shown
    notes = [slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "" for slide in show.slides]
    assert notes[0] == "The introduction."
    assert notes[1] == ""
    assert notes[2].startswith("Ask the hall.\n\n• wait\n\nAnswer: B: P1·T1. ")
    assert notes[3] == notes[2]


def test_what_is_simplified_stands_on_the_first_slide(shown):
    _, _, show = shown
    words = [shape.text_frame.text for shape in show.slides[0].shapes]
    assert words == ["A lesson", "What it shows.", "What is simplified:\n•  Nothing is as simple."]


def test_a_clip_is_in_the_file_and_plays_on_a_click(deck, sides, progress, tmp_path):
    out = tmp_path / "clips.pptx"
    film = clips_film(deck, deck.look, words=True)
    write_pptx(deck, out, progress, sides, (film, write_clips))
    show = Presentation(out)
    (clip,) = pictures(show.slides[3])
    assert clip.shape_type is MSO_SHAPE_TYPE.MEDIA
    video = clip._element.nvPicPr.nvPr.find(".//{*}videoFile")
    link = next(value for key, value in video.attrib.items() if key.endswith("link"))
    assert show.slides[3].part.related_part(link).blob == MP4 + b"mp4 4"
    assert show.slides[3].part.related_part(link).content_type == "video/mp4"
    timing = show.slides[3]._element.find("{*}timing")
    assert timing is not None
    assert timing.find(".//{*}video//{*}spTgt").get("spid") == str(clip.shape_id)
    assert pictures(show.slides[1])[0].shape_type is MSO_SHAPE_TYPE.PICTURE
    assert progress.done == 3


def test_the_same_deck_is_the_same_bytes(shown, deck, sides, progress, tmp_path):
    write_pptx(deck, tmp_path / "again.pptx", progress, sides)
    assert (tmp_path / "again.pptx").read_bytes() == shown[0].read_bytes()
    with zipfile.ZipFile(shown[0]) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None
        assert not [name for name in archive.namelist() if "thumbnail" in name]
    properties = shown[2].core_properties
    assert (properties.title, properties.author) == ("A lesson", "")


def test_whatever_a_deck_says_is_text(deck, sides, progress, tmp_path):
    slide = replace(deck.slides[0], title=HOSTILE, notes=HOSTILE)
    hostile = replace(deck, title=HOSTILE * 9, sentence=HOSTILE, simplifications=(HOSTILE,), slides=(slide,))
    write_pptx(hostile, tmp_path / "x.pptx", progress, sides)
    show = Presentation(tmp_path / "x.pptx")
    fit = HOSTILE.replace("\x00", "").replace("\x1b", "")
    assert show.slides[1].shapes.title.text_frame.text == fit
    assert show.slides[1].notes_slide.notes_text_frame.text == fit
