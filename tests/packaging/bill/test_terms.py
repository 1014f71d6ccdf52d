import pytest

pytest.importorskip("license_expression", reason="comes with the dependency group bill")


@pytest.mark.parametrize(
    ("licence", "demands"),
    [
        ("MIT", False),
        ("LGPL-3.0-only", False),
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", False),
        ("BSD-3-Clause AND GPL-2.0-only", True),
        ("(MIT OR GPL-2.0-only) AND BSD-3-Clause", False),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", False),
        ("GPL-2.0-or-later WITH Bootloader-exception AND Apache-2.0", False),
    ],
)
def test_what_puts_a_whole_program_under_the_gpl_is_told_from_what_does_not(bill, licence, demands):
    assert bill.terms.demands_gpl(licence) is demands


@pytest.mark.parametrize("licence", ["MIT", "LicenseRef-public-domain", "0BSD OR LicenseRef-public-domain"])
def test_expressions_are_accepted(bill, licence):
    bill.terms.check(licence)


@pytest.mark.parametrize("licence", ["BSD", "MIT AND Nonsense-1.0", "MIT AND", "public domain"])
def test_what_is_no_expression_is_refused(bill, licence):
    with pytest.raises(bill.SetUpError, match="no SPDX expression"):
        bill.terms.check(licence)


def test_shared_texts_that_are_referred_to_are_wanted_until_they_are_there(bill):
    licence = "LGPL-2.1-or-later OR MPL-2.0 OR MIT"
    reference = "See the GNU Lesser General Public License, version 2.1, and MPL-2.0."
    assert bill.terms.texts_of(licence, reference) == ["LGPL-2.1.txt", "MPL-2.0.txt"]
    whole = bill.component.shared_text("LGPL-2.1.txt").content
    assert bill.terms.texts_of(licence, whole) == ["MPL-2.0.txt"]


def test_each_shared_text_is_recognised_by_its_beginning(bill):
    names = ["Apache-2.0", "CC0-1.0", "GPL-2.0-only", "GPL-3.0-only", "LGPL-2.0-only", "LGPL-2.1-only", "LGPL-3.0-only"]
    for name in [*names, "MPL-2.0"]:
        [text] = bill.terms.texts_of(name, "")
        assert bill.terms.texts_of(name, bill.component.shared_text(text).content) == []


def test_everything_known_is_under_an_spdx_expression_and_has_its_texts(bill):
    known = bill.known.read_known()
    for each in (*known.packages.values(), *known.insides):
        bill.terms.check(each.licence)
        for text in each.texts:
            assert text.startswith("package:") or bill.component.shared_text(text).content.strip(), each.name
    for licence in known.debian.values():
        bill.terms.check(licence)
