import pytest


@pytest.fixture
def notice(packaging_module):
    return packaging_module("bill.notice").notice


def test_it_says_that_qt_may_be_replaced_and_names_sources_where_licences_ask_for_that(notice, a_bill):
    library = a_bill.replace(a_bill.debian, source="https://glib.org")
    text = notice(a_bill.replace(a_bill.whole, components=(a_bill.own, a_bill.package, library)))
    assert text.startswith("Licences of what is in Coreloom 0.1.0\n")
    assert "may replace them" in text
    assert text.endswith("\nglib2.0 2.74.6-2+deb12u9 (LGPL-2.1-or-later)\n    https://glib.org\n")
    assert "picture" not in text
    assert "codesign" not in text
    assert "sign - Coreloom.app\n\nSource" in notice(a_bill.replace(a_bill.whole, system="darwin-arm64"))


def test_video_is_told_to_be_under_the_gpl(notice, a_bill):
    codec = a_bill.replace(a_bill.inside, name="x264", licence="GPL-2.0-or-later", source="https://x264.org")
    pyav = a_bill.replace(a_bill.package, name="PyAV", version="18.1.0")
    text = notice(a_bill.replace(a_bill.whole, name="coreloom-video", components=(pyav, codec)))
    assert "GNU General Public License, version 3" in text
    assert "https://github.com/PyAV-Org/PyAV/tree/v18.1.0" in text
    assert "\nx264 (GPL-2.0-or-later)\n    https://x264.org\n" in text


def test_it_lies_beside_the_texts(bill, notice, a_bill, tmp_path):
    bill.index.write(a_bill.whole, tmp_path)
    assert (tmp_path / "README.txt").read_text(encoding="utf-8") == notice(a_bill.whole)


def test_it_is_found_in_a_bundle_of_either_kind(bill, a_bill, tmp_path):
    for folder in (bill.index.VIDEO_FOLDER, bill.index.FOLDER):  # as where video is laid over the program
        (tmp_path / "_internal").mkdir(exist_ok=True)
        if folder == bill.index.VIDEO_FOLDER:
            with pytest.raises(bill.SetUpError, match="Build the bundle again"):
                bill.index.note(tmp_path)
        bill.index.write(a_bill.whole, tmp_path / "_internal" / folder)
        assert bill.index.note(tmp_path) == tmp_path / "_internal" / folder / "README.txt"
