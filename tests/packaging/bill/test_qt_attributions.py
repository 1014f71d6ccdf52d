import json
import tomllib

import pytest


@pytest.fixture
def tool(packaging_module):
    return packaging_module("bill.qt_attributions")


@pytest.fixture
def source(tmp_path):
    """What makes sources of Qt from attributions by folder; each has a text of its licence."""

    def made(**attributions):
        for folder, entries in attributions.items():
            place = tmp_path / "qt" / folder.replace("__", "/")
            place.mkdir(parents=True)
            (place / "LICENSE").write_text(f"text of {folder}\n", encoding="utf-8")
            content = json.dumps(entries).replace("TAB", "\t")  # not escaped there, either
            (place / "qt_attribution.json").write_text(content, encoding="utf-8")
        licences = tmp_path / "qt" / "LICENSES"
        licences.mkdir(exist_ok=True)
        (licences / "MIT.txt").write_text("the MIT licence\n", encoding="utf-8")
        return tmp_path / "qt"

    return made


def attribution(name, **more):
    return {"Name": name, "LicenseId": "MIT", "LicenseFile": "LICENSE", "Copyright": [f"© {name}"], **more}


def test_what_is_in_libraries_is_found_with_its_text(tool, source):
    entries = [attribution("zlib", Version="1.3"), attribution("a tool", QtParts=["tools"])]
    where = source(src__3rdparty__zlib=entries, tests__data=attribution("test"), src__3rdparty__wasm=attribution("web"))
    [found] = tool.attributions(where)
    assert (found["Name"], found["text"]) == ("zlib", "text of src__3rdparty__zlib")


def test_a_licence_without_a_file_of_its_own_has_its_general_text(tool, source):
    plain = {"Name": "md4", "LicenseId": "MIT", "Copyright": "aTABb"}
    [found] = tool.attributions(source(src__3rdparty__md4=plain))
    assert found["text"] == "the MIT licence"
    assert tool.merged([found])[0]["copyright"] == "a\tb"


def test_a_text_that_is_missing_is_noticed(tool, source):
    with pytest.raises(FileNotFoundError):
        tool.attributions(source(src__x=attribution("x", LicenseFile="GONE")))


def test_protocols_under_one_licence_become_one(tool, source):
    where = source(
        src__3rdparty__wayland__protocols__a=attribution("A protocol"),
        src__3rdparty__wayland__protocols__b=attribution("B protocol", Copyright="© A protocol\n© B"),
    )
    [found] = tool.merged(tool.attributions(where))
    assert found["name"] == "Wayland protocols (MIT)"
    assert found["copyright"] == "© A protocol\n© B"
    assert found["only"] == "linux"


def test_each_text_is_written_once_and_what_was_there_goes(tool, source, tmp_path):
    same = {"Name": "a", "LicenseId": "MIT"}
    tables = tool.merged(tool.attributions(source(src__a=same, src__b={**same, "Name": 'b "quoted"'})))
    (tmp_path / "texts/qt").mkdir(parents=True)
    (tmp_path / "texts/qt/old.txt").write_text("", encoding="utf-8")
    tool.write("6.9.9", tables, tmp_path)
    assert [path.name for path in (tmp_path / "texts/qt").iterdir()] == ["a.txt"]
    written = tomllib.loads((tmp_path / "qt.toml").read_text(encoding="utf-8"))
    assert written["version"] == "6.9.9"
    assert [each["name"] for each in written["component"]] == ["a", 'b "quoted"']
    assert written["component"][1]["texts"] == ["qt/a.txt"]
