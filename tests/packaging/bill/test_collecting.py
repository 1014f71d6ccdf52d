import sys

import pytest

pytest.importorskip("license_expression", reason="comes with the dependency group bill")


@pytest.fixture
def collect(bill, tmp_path):
    def collected(entries, around):
        listed = [(place, source if source == "-" else str(tmp_path / source), kind) for place, source, kind in entries]
        return bill.collecting.collect("coreloom", "0.1.0", "MIT", listed, around)

    return collected


def by_name(whole):
    return {each.name: each for each in whole.components}


OWN = ("desktop_app.app", "checkout/desktop_app/app/__init__.py", "PYMODULE")
RESOURCE = ("resources/gallery.toml", "checkout/resources/gallery.toml", "DATA")
START = ("coreloom_start", "checkout/packaging/bundling/coreloom_start.py", "PYSOURCE")
CORE = ("thing/_core.so", "site-packages/thing/_core.so", "EXTENSION")
LIBRARY = ("thing.libs/libcodec-1a2b.so.3", "site-packages/thing.libs/libcodec-1a2b.so.3", "BINARY")
FILES = {"thing/_core.so": "", "thing.libs/libcodec-1a2b.so.3": "", "thing/__init__.py": ""}


def test_what_is_ours_comes_first_with_our_licence(collect, around):
    first = collect([OWN, RESOURCE, START], around()).components[0]
    assert (first.name, first.licence) == ("Coreloom", "MIT")
    assert first.texts[0].content.startswith("MIT License")
    assert first.files == ("resources/gallery.toml",)
    assert first.modules == ("coreloom_start", "desktop_app")


def test_python_is_known_by_where_its_files_go_or_come_from(collect, around):
    entries = [
        ("base_library.zip", "build/base_library.zip", "DATA"),
        ("python3.11/lib-dynload/_json.so", "build/stripped/_json.so", "EXTENSION"),
        ("libpython3.11.so.1.0", "build/stripped/libpython3.11.so.1.0", "BINARY"),
        ("python313.dll", "base/python313.dll", "BINARY"),
        ("json.decoder", "python/json/decoder.py", "PYMODULE"),
    ]
    [python] = collect(entries, around()).components
    assert python.name == "Python"
    assert len(python.files) == 4
    assert python.modules == ("json",)
    assert python.texts[0].content == "PSF License\n"
    assert "Mersenne Twister" in python.texts[1].content


def test_a_package_is_listed_with_its_own_licence_and_texts(collect, around, install):
    found = by_name(
        collect([CORE, ("thing", "site-packages/thing/__init__.py", "PYMODULE")], around(install("thing", FILES)))
    )
    thing = found["thing"]
    assert (thing.version, thing.licence, thing.purl) == ("1.2", "MIT", "pkg:pypi/thing@1.2")
    assert thing.files == ("thing/_core.so",)
    assert thing.texts[0].content == "Copyright 2020 thing people\n"


def test_links_are_what_they_lead_to(collect, around, install):
    link = ("libcodec.so", "thing/_core.so", "SYMLINK")
    assert by_name(collect([CORE, link], around(install("thing", FILES))))["thing"].files == ("thing/_core.so",)


def test_a_library_inside_of_a_package_has_a_licence_of_its_own(bill, collect, around, install):
    codec = bill.known.Inside(
        of="thing", name="codec", licence="BSD-2-Clause", texts=("dav1d.txt",), source="https://x.org/{version}",
        files=("thing.libs/libcodec*",), version="platform:python_implementation",
    )  # fmt: skip
    found = by_name(collect([CORE, LIBRARY], around(install("thing", FILES), insides=[codec])))
    assert found["codec"].files == (LIBRARY[0],)
    assert found["codec"].within == "thing 1.2"
    assert found["thing"].files == (CORE[0],)


def test_a_library_inside_of_a_package_that_nobody_named_stops_the_build(bill, collect, around, install):
    with pytest.raises(bill.SetUpError, match=r"libcodec-1a2b\.so\.3 came with the package thing"):
        collect([CORE, LIBRARY], around(install("thing", FILES)))


def test_what_is_linked_into_a_file_is_there_with_the_file(bill, collect, around, install):
    def inside(name, **more):
        return bill.known.Inside(of="thing", name=name, licence="Zlib", texts=("zlib.txt",), source="", **more)

    insides = [
        inside("always"),
        inside("linked", linked_into=("thing/_core*",)),
        inside("absent", linked_into=("thing/_other*",)),
        inside("elsewhere", only=("plan9",)),
        inside("here", only=("linux" if sys.platform.startswith("linux") else sys.platform,)),
    ]
    found = by_name(collect([CORE], around(install("thing", FILES), insides=insides)))
    assert found.keys() == {"thing", "always", "linked", "here"}
    assert found["linked"].files == ()


def test_a_package_that_does_not_state_its_licence_stops_the_build_until_somebody_does(bill, collect, around, install):
    thing = install("thing", FILES, more="Classifier: License :: OSI Approved :: BSD License")
    with pytest.raises(bill.SetUpError, match=r"thing does not say under which licence.*\[\[package\]\]"):
        collect([CORE], around(thing))
    stated = bill.known.Package(
        name="thing", title="The Thing", licence="BSD-3-Clause", texts=("package:thing",), source="https://x/{version}"
    )
    found = by_name(collect([CORE], around(thing, packages=[stated])))["The Thing"]
    assert (found.licence, found.source) == ("BSD-3-Clause", "https://x/1.2")


def test_older_versions_that_do_not_state_their_licence_have_it_stated(collect, around, install):
    thing = install("thing", FILES, more="License: Copyright (c) 2024, Developers.")
    assert by_name(collect([CORE], around(thing, stated={"thing": "BSD-3-Clause"})))["thing"].licence == "BSD-3-Clause"


def test_a_licence_without_a_text_stops_the_build(bill, collect, around, install):
    bare = {**FILES, "thing-1.2.dist-info/licenses/LICENSE": None}
    with pytest.raises(bill.SetUpError, match=r"thing 1\.2 has no text of its licence, MIT"):
        collect([CORE], around(install("thing", bare)))


def test_texts_that_licences_refer_to_are_added(collect, around, install):
    thing = install("thing", FILES, more="License-Expression: LGPL-3.0-or-later")
    texts = by_name(collect([CORE], around(thing)))["thing"].texts
    assert [text.name for text in texts] == ["thing-LICENSE.txt", "LGPL-3.0.txt"]


def test_everything_that_is_wrong_is_told_at_once(bill, collect, around, install, monkeypatch):
    monkeypatch.setattr(bill.debian_packages, "packages_of", lambda _paths: {})
    thing = install("thing", FILES, more="License: see the file")
    with pytest.raises(bill.SetUpError) as refused:
        collect([CORE, ("libodd.so", "somewhere/libodd.so", "BINARY")], around(thing))
    first, second = str(refused.value).splitlines()
    assert "thing does not say" in first
    assert "libodd.so" in second


def test_a_namespace_of_modules_is_no_file(collect, around):
    assert collect([("google", "-", "PYMODULE")], around()).components == ()


def test_a_file_that_is_nobodys_stops_the_build(bill, collect, around, monkeypatch):
    monkeypatch.setattr(bill.debian_packages, "packages_of", lambda _paths: {})
    with pytest.raises(bill.SetUpError, match=r"libodd\.so \(from .*libodd\.so\)"):
        collect([("libodd.so", "somewhere/libodd.so", "BINARY")], around())


def test_libraries_of_debian_are_listed_by_the_source_they_were_built_from(
    bill, collect, around, monkeypatch, tmp_path
):
    package = bill.debian_packages.Package(name="libxcb1", source="libxcb", version="1.15-1")
    monkeypatch.setattr(bill.debian_packages, "packages_of", lambda paths: dict.fromkeys(paths, package))
    (tmp_path / "doc/libxcb1").mkdir(parents=True)
    (tmp_path / "doc/libxcb1/copyright").write_text("Copyright 2001 Bart\n", encoding="utf-8")
    entries = [(name, f"lib/{name}", "BINARY") for name in ("libxcb.so.1", "libxcb-shm.so.0")]
    [component] = collect(entries, around(debian={"libxcb": "X11"})).components
    assert component.files == ("libxcb-shm.so.0", "libxcb.so.1")
    assert (component.name, component.version) == ("libxcb", "1.15-1")


def test_components_are_in_the_order_in_which_people_look_for_them(collect, around, install):
    zoo, ant = install("Zoo", {"zoo/a.py": ""}), install("ant", {"ant/a.py": ""})
    entries = [
        ("zoo.a", "site-packages/zoo/a.py", "PYMODULE"),
        ("ant.a", "site-packages/ant/a.py", "PYMODULE"),
        ("json", "python/json/__init__.py", "PYMODULE"),
        OWN,
    ]
    names = [component.name for component in collect(entries, around(zoo, ant)).components]
    assert names == ["Coreloom", "Python", "ant", "Zoo"]


def test_a_library_that_two_packages_bring_is_listed_once(bill, collect, around, install):
    runtime = bill.known.Inside(
        of="*", name="run-time", licence="Zlib", texts=("zlib.txt",), source="", files=("*.libs/librun*",)
    )
    others = {"other.libs/librun.so": "", "thing.libs/librun.so": ""}
    thing = install("thing", {"thing.libs/librun.so": ""})
    other = install("other", {"other.libs/librun.so": ""})
    entries = [(place, f"site-packages/{place}", "BINARY") for place in others]
    found = by_name(collect(entries, around(thing, other, insides=[runtime])))["run-time"]
    assert found.files == ("other.libs/librun.so", "thing.libs/librun.so")
    assert found.within == "other 1.2, thing 1.2"


def test_a_systems_run_time_libraries_may_come_from_the_system(bill, collect, around):
    known = bill.known.read_known()
    entry = ("VCRUNTIME140.dll", "windows/system32/VCRUNTIME140.dll", "BINARY")
    [component] = collect([entry], around(insides=known.insides)).components
    assert component.licence == "LicenseRef-Microsoft-Visual-Cpp-Runtime"
    assert component.files == ("VCRUNTIME140.dll",)


def test_the_python_that_runs_this_can_be_collected(bill, collect):
    around = bill.collecting.surroundings(bill.collecting.Path(__file__).resolve().parents[3])
    import json.decoder

    entry = ("json.decoder", json.decoder.__file__, "PYMODULE")
    [python] = bill.collecting.collect("coreloom", "0.1.0", "MIT", [entry], around).components
    assert python.name == "Python"
