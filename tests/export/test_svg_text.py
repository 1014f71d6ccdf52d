import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.export.svg_text import clean, content, element, number


@given(st.text(st.characters(), max_size=30), st.text(st.characters(), max_size=30))
def test_any_text_makes_well_formed_xml_and_comes_out_as_it_is(attribute, inner):
    found = ET.fromstring(element("text", {"a": attribute, "b": None}, content(inner)).encode())
    # A parser makes one line end of each kind of them, and spaces of those in attributes.
    assert (found.text or "") == clean(inner).replace("\r\n", "\n").replace("\r", "\n")
    assert found.get("a", "").split() == clean(attribute).split()
    assert "b" not in found.attrib


def test_what_xml_cannot_hold_becomes_a_mark():
    assert clean("a\0\x1b[31m\ud800\udfff\ufffe\uffffb\té😀") == "a\ufffd\ufffd[31m\ufffd\ufffd\ufffd\ufffdb\té😀"


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.0, "1"), (0.5, "0.5"), (-0.0001, "0"), (1 / 3, "0.333"), (-2.50, "-2.5"), (100.0, "100"), (1e6, "1000000")],
)
def test_numbers_are_short(value, text):
    assert number(value) == text


def test_an_element_is_closed_with_or_without_content():
    assert element("g", {"x": 1.0}) == '<g x="1"/>'
    assert element("g", {}, "") == "<g></g>"
    assert element("g", {"a": '"<'}, "<b/>") == "<g a='\"&lt;'><b/></g>"
