import json

import pytest

pytest.importorskip("cyclonedx.validation.json", reason="comes with the dependency group bill")


@pytest.fixture
def bom(packaging_module):
    return packaging_module("bill.cyclonedx_bom").bom_json


def test_components_are_listed_with_versions_and_licences(bom, a_bill):
    read = json.loads(bom([a_bill.whole]))
    assert read["metadata"]["component"]["name"] == "coreloom"
    parts = {each["name"]: each for each in read["components"]}
    assert parts["glib2.0"]["version"] == "2.74.6-2+deb12u9"
    assert parts["glib2.0"]["licenses"] == [{"expression": "LGPL-2.1-or-later"}]
    assert parts["picture"]["purl"] == "pkg:pypi/picture@2.0"


def test_what_came_inside_of_something_depends_from_it(bom, a_bill):
    read = json.loads(bom([a_bill.whole]))
    references = {each["name"]: each["bom-ref"] for each in read["components"]}
    held = {each["ref"]: each.get("dependsOn", []) for each in read["dependencies"]}
    assert held[references["picture"]] == [references["codec"]]
    assert references["codec"] not in held["coreloom"]


def test_the_same_bundle_has_the_same_number(bom, a_bill):
    first, second = (json.loads(bom([a_bill.whole]))["serialNumber"] for _ in range(2))
    assert first == second
    other = a_bill.replace(a_bill.whole, system="win32-amd64")
    assert json.loads(bom([other]))["serialNumber"] != first


def test_what_the_schema_does_not_want_is_refused(packaging_module, bom, a_bill, monkeypatch):
    module = packaging_module("bill.cyclonedx_bom")
    monkeypatch.setattr(module.JsonV1Dot6, "output_as_string", lambda *_, **__: '{"bomFormat": "CycloneDX"}')
    with pytest.raises(packaging_module("failures").SetUpError, match="schema"):
        bom([a_bill.whole])
