import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

import pytest
from PIL import Image

from desktop_app.app.show.sides import SidesPicture
from desktop_app.export.slides.clips import clips_film, picture_look
from desktop_app.export.slides.web_page import KINDS, write_web_page
from desktop_app.model.errors import FileError
from desktop_app.storage.resources import resource_path
from tests.export.slides.test_web_text import HOSTILE

#: What needs no end in HTML.
VOID = {"meta", "link", "img", "input", "br", "hr"}


class Tree(HTMLParser):
    """All elements with what is in them; fails where they are not within each other."""

    def __init__(self, html):
        super().__init__()
        self.found, self._open = [], []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag, attributes):
        element = {"tag": tag, "text": "", **dict(attributes)}
        self.found.append(element)
        if tag not in VOID and tag != "path":
            self._open.append(element)

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        assert self._open.pop()["tag"] == tag

    def handle_data(self, data):
        for element in self._open:
            element["text"] += data

    def all(self, tag, **wanted):
        return [one for one in self.found if one["tag"] == tag and all(one.get(k) == v for k, v in wanted.items())]


def write_clips(_film, kind, outs):
    for film, path in outs:
        path.write_bytes(f"{kind} {film.frames} {film.look.size} {film.seen(0).asked}".encode())


def clips_of(deck):
    return clips_film(deck, picture_look(deck), words=False), write_clips


@pytest.fixture(scope="module")
def page(deck, qapp, tmp_path_factory):
    """The text of a page, what is in it, and how many clips there are."""
    out = tmp_path_factory.mktemp("page") / "deck.html"

    class Progress:
        def frames(self, done):
            pass

    clips = write_web_page(deck, out, Progress(), SidesPicture(), clips_of(deck))
    text = out.read_text("utf-8")
    return text, Tree(text), clips


def test_there_is_a_slide_for_each_step_with_its_words(page, deck):
    _, tree, _ = page
    assert [one["id"] for one in tree.all("section")] == ["start", "step-1", "step-2", "step-3"]
    assert [one["text"] for one in tree.all("h2") if "Keys" not in one["text"]][1:4] == [
        "1 / 3A moment",
        "2 / 3A question",
        "3 / 3Two sides",
    ]
    assert tree.all("h1")[0]["text"] == tree.all("title")[0]["text"] == deck.title
    captions = [one["text"] for one in tree.all("div", **{"class": "caption"})]
    assert captions == [slide.caption.text for slide in deck.slides]
    assert "Ask the hall." in tree.all("aside")[1]["text"]
    assert tree.all("strong")[0]["text"] == "here"


def test_a_question_has_buttons_and_its_answer(page, deck):
    _, tree, _ = page
    asked = deck.slides[1].scene().asked
    choices = [one["text"] for one in tree.all("button", **{"class": "choice"})]
    right = [one["text"] for one in tree.all("button", **{"class": "choice right"})]
    assert len(choices) + 1 == len(asked.choices)
    assert right == [f"{'ABCDEF'[asked.right]} {asked.choices[asked.right]}"]
    assert asked.explanation in tree.all("details")[0]["text"].replace("\u00a0", " ")


def test_pictures_are_exact_and_say_what_they_show(page, deck):
    _, tree, _ = page
    images = tree.all("img")
    assert [one["class"] for one in images] == ["end", "begin", "end", "begin", "end"]
    assert all(one["alt"] for one in images)
    for one in images:
        picture = Image.open(BytesIO(base64.b64decode(one["src"].removeprefix("data:image/webp;base64,"))))
        assert picture.size == (int(one["width"]), int(one["height"])) == (960, 432)
    assert "lit: core 0" in images[0]["alt"]


def test_its_tab_has_the_icon(page):
    _, tree, _ = page
    (icon,) = tree.all("link", rel="icon")
    content = base64.b64decode(icon["href"].removeprefix("data:image/png;base64,"))
    assert content == resource_path("icons/coreloom-32.png").read_bytes()


def test_clips_of_each_kind_follow_and_have_no_words(page):
    _, tree, clips = page
    found = [(one["data-of"], one["data-kind"], one["text"]) for one in tree.all("script", **{"class": "clip"})]
    assert [one[:2] for one in found] == [(f"step-{number}", kind) for number in (2, 3) for kind in KINDS.values()]
    assert clips == 2
    assert base64.b64decode(found[0][2]).decode() == "mp4 4 (960, 432) None"
    sections = {one["id"]: one for one in tree.all("section")}
    assert sections["step-2"]["data-frames"] == "4"
    assert "data-clip" not in sections["step-1"]


def test_it_loads_nothing_and_runs_only_its_own_scripts(page):
    text, tree, _ = page
    policy = tree.all("meta", **{"http-equiv": "Content-Security-Policy"})[0]["content"]
    assert policy.startswith("default-src 'none'; img-src data:; media-src blob:;")
    assert "unsafe" not in policy
    assert "://" not in re.sub(r'base64,[^"]*', "", text)
    run = [one["text"] for one in tree.all("script") if one.get("type") is None]
    for code in [*run, tree.all("style")[0]["text"]]:
        assert base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() in policy
    assert len(run) == 2
    assert not [one for one in tree.found if "style" in one or any(key.startswith("on") for key in one)]


def test_whatever_a_deck_says_is_text(deck, sides, progress, tmp_path):
    slide = replace(deck.slides[0], title=HOSTILE, notes=HOSTILE)
    hostile = replace(
        deck, title=HOSTILE, sentence=HOSTILE, introduction=HOSTILE, simplifications=(HOSTILE,), slides=(slide,)
    )
    write_web_page(hostile, tmp_path / "x.html", progress, sides)
    text = (tmp_path / "x.html").read_text("utf-8")
    tree = Tree(text)
    assert not [one for one in tree.all("img") if one.get("src") == "x"]
    assert "<!-- ]]>" in tree.all("h1")[0]["text"]
    assert "\x00" not in text


def test_without_clips_it_is_pictures(deck, sides, progress, tmp_path):
    one = replace(deck, slides=deck.slides[1:2])
    assert write_web_page(one, tmp_path / "x.html", progress, sides) == 0
    text = (tmp_path / "x.html").read_text("utf-8")
    assert not Tree(text).all("script", **{"class": "clip"})
    assert Tree(text).all("input")[0].get("hidden", "no") is None
    assert progress.done == 1


def test_the_same_deck_is_the_same_page(deck, page, sides, progress, tmp_path):
    write_web_page(deck, tmp_path / "x.html", progress, sides, clips_of(deck))
    assert (tmp_path / "x.html").read_text("utf-8") == page[0]


def test_nothing_is_left_where_a_clip_cannot_be_written(deck, sides, progress, tmp_path):
    def fails(_film, _kind, _outs):
        raise FileError("clip", "there is no encoder")

    out = tmp_path / "x.html"
    out.write_text("earlier")
    with pytest.raises(FileError, match="no encoder"):
        write_web_page(deck, out, progress, sides, (clips_of(deck)[0], fails))
    assert [path.name for path in tmp_path.iterdir()] == ["x.html"]
    assert out.read_text() == "earlier"
