import json

import pytest

OSI = "Classifier: License :: OSI Approved"


@pytest.fixture
def read(bill, install):
    def packages(*described, **settings):
        return bill.python_packages.PythonPackages([install(*described, **settings)])

    return packages


def test_files_belong_to_the_package_whose_record_lists_them(read, tmp_path):
    packages = read("Some_Thing", {"some_thing/__init__.py": "", "some_thing.libs/libx.so": ""})
    assert packages.owner(str(tmp_path / "site-packages/some_thing/../some_thing/__init__.py")) == "some-thing"
    assert packages.owner(str(tmp_path / "site-packages/some_thing.libs/libx.so")) == "some-thing"
    assert packages.owner(str(tmp_path / "site-packages/other.py")) is None


@pytest.mark.parametrize(
    ("more", "licence"),
    [
        ("License-Expression: BSD-3-Clause AND MIT", "BSD-3-Clause AND MIT"),
        ("License: BSD-3-Clause", "BSD-3-Clause"),
        ("License: see the file\nClassifier: License :: OSI Approved :: MIT License", "MIT"),
        ("Classifier: License :: OSI Approved :: BSD License", None),
        (f"{OSI} :: MIT License\n{OSI} :: Apache Software License", None),
        ("License: UNKNOWN", None),
        ("", None),
    ],
)
def test_a_licence_is_taken_only_where_it_is_stated_without_doubt(read, more, licence):
    assert read("thing", {}, more=more).licence("thing") == licence


def test_texts_are_licences_copying_and_notices(read):
    files = {
        "thing-1.2.dist-info/licenses/NOTICE": "notice\n",
        "thing-1.2.dist-info/licenses/part/LICENSE": "part\n",
        "thing-1.2.dist-info/licenses/AUTHORS.py": "code",
        "thing-1.2.dist-info/entry_points.txt": "points",
        "thing/LICENSE": "again\n",
    }
    packages = read("thing", files)
    assert {text.name: text.content for text in packages.texts("thing")} == {
        "thing-LICENSE.txt": "Copyright 2020 thing people\n",
        "thing-NOTICE.txt": "notice\n",
        "thing-part-LICENSE.txt": "part\n",
    }
    assert [text.content for text in packages.texts("thing", "LICENSE")] == ["Copyright 2020 thing people\n"]
    assert packages.text("thing", "thing/LICENSE").content == "again\n"


def test_versions_of_what_is_inside_come_from_a_packages_own_bills(read):
    parts = [{"name": "zlib", "version": "1.3"}, {"name": "old"}, {"name": "Thing", "version": "9"}]
    packages = read("thing", {"thing-1.2.dist-info/sboms/a.cdx.json": json.dumps({"components": parts})})
    assert packages.stated_versions("thing") == {"zlib": "1.3"}


def test_a_package_that_is_not_there_is_named(bill, read):
    with pytest.raises(bill.SetUpError, match="numpy is not installed"):
        read("thing", {}).package("numpy")
