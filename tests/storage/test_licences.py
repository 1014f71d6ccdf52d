import json
import sys

import pytest

from desktop_app import __version__
from desktop_app.model.errors import FileError
from desktop_app.storage.licences import everything_licensed, licence_text


def write_list(folder, *components):
    (folder / "texts").mkdir(parents=True)
    for component in components:
        for name in component["texts"]:
            (folder / "texts" / name).write_text(f"text of {name}\n", encoding="utf-8")
    (folder / "index.json").write_text(json.dumps({"format": 1, "components": components}), encoding="utf-8")


def component(name, *texts, **more):
    return {"name": name, "version": "1.0", "licence": "MIT", "texts": list(texts), **more}


@pytest.fixture
def bundle(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    return tmp_path


def test_a_bundle_brings_its_list(bundle):
    own = component("Coreloom", "Coreloom.txt")
    inside = component("codec", "a.txt", "b.txt", within="picture 2.0", source="https://x.org", copyright="© Ann")
    write_list(bundle / "licences", own, inside)
    first, second = everything_licensed()
    assert (first.name, first.version, first.licence) == ("Coreloom", "1.0", "MIT")
    assert licence_text(first) == "text of Coreloom.txt"
    assert (second.within, second.source) == ("picture 2.0", "https://x.org")
    rule = "-" * 80
    assert licence_text(second) == f"© Ann\n\n{rule}\n\ntext of a.txt\n\n{rule}\n\ntext of b.txt"


def test_video_is_listed_where_it_was_laid_over_the_program(bundle):
    write_list(bundle / "licences", component("Coreloom"))
    write_list(bundle / "licences/video", component("x264", "x264.txt"))
    names = [part.name for part in everything_licensed()]
    assert names == ["Coreloom", "x264"]


def test_texts_of_a_bundle_are_read_from_their_folder_only(bundle):
    write_list(bundle / "licences", component("Coreloom"))
    index = bundle / "licences/index.json"
    index.write_text(index.read_text(encoding="utf-8").replace("[]", '["../index.json"]', 1), encoding="utf-8")
    listed = json.loads(index.read_text(encoding="utf-8"))
    assert listed["components"][0]["texts"] == ["../index.json"]
    [part] = everything_licensed()
    with pytest.raises(FileError):
        licence_text(part)


@pytest.mark.parametrize("content", ["", "[]", '{"components": [{"name": 3}]}', "\x00"])
def test_a_damaged_list_is_refused_with_advice(bundle, content):
    (bundle / "licences").mkdir()
    (bundle / "licences/index.json").write_text(content, encoding="utf-8")
    with pytest.raises(FileError, match="install Coreloom again"):
        everything_licensed()


def test_a_missing_list_is_refused(bundle):
    with pytest.raises(FileError):
        everything_licensed()


def test_elsewhere_packages_say_it_themselves():
    parts = {part.name.casefold(): part for part in everything_licensed()}
    own, python = list(parts.values())[:2]
    assert (own.name, own.version, own.licence) == ("Coreloom", __version__, "MIT")
    assert "Permission is hereby granted" in licence_text(own)
    assert python.name == "Python"
    assert python.version == sys.version.split()[0].rstrip("+")
    assert parts["msgspec"].licence == "BSD-3-Clause"
    assert "Redistribution" in licence_text(parts["msgspec"])
    assert "pytest" not in parts
