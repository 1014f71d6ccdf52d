import pytest


def test_what_is_written_is_read_again(bill, a_bill, tmp_path):
    bill.index.write(a_bill.whole, tmp_path)
    read = bill.index.read(tmp_path)
    names = [text.name for component in read.components for text in component.texts]
    assert names == ["Coreloom.txt", "LICENSE.txt", "LICENSE-2.txt", "debian-glib2.0.txt", "LGPL-2.1.txt"]

    def unnamed(whole):
        return [a_bill.replace(each, texts=tuple(text.content for text in each.texts)) for each in whole.components]

    assert unnamed(read) == unnamed(a_bill.whole)
    assert a_bill.replace(read, components=()) == a_bill.replace(a_bill.whole, components=())


def test_a_text_that_several_have_is_written_once(bill, a_bill, tmp_path):
    same = a_bill.replace(a_bill.whole, components=(a_bill.package, a_bill.replace(a_bill.package, name="twin")))
    bill.index.write(same, tmp_path)
    assert [path.name for path in (tmp_path / "texts").iterdir()] == ["LICENSE.txt"]


def test_texts_are_files_whose_names_every_system_takes(bill, a_bill, tmp_path):
    text = bill.component.Text
    texts = (
        text(name="CC-BY: all of it?.txt", content="1"),
        text(name="a.md", content="2"),
        text(name="A.MD", content="3"),
    )
    bill.index.write(a_bill.replace(a_bill.whole, components=(a_bill.replace(a_bill.package, texts=texts),)), tmp_path)
    assert {path.name for path in (tmp_path / "texts").iterdir()} == {"CC-BY-all-of-it-.txt", "a.md.txt", "A.MD-2.txt"}


def test_a_text_of_an_older_build_is_not_left(bill, a_bill, tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "old.txt").write_text("old", encoding="utf-8")
    bill.index.write(a_bill.whole, tmp_path)
    assert not (tmp_path / "texts" / "old.txt").exists()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 1, "components": [{}]}', '{"format": 0}'])
def test_what_is_no_bill_is_refused(bill, tmp_path, content):
    (tmp_path / "index.json").write_text(content, encoding="utf-8")
    with pytest.raises(bill.SetUpError, match=r"[Bb]uild the bundle again"):
        bill.index.read(tmp_path)


def test_a_bundle_has_the_programs_bill_and_that_of_video(bill, a_bill, tmp_path):
    with pytest.raises(bill.SetUpError, match="is no bundle"):
        bill.index.bills(tmp_path)
    (tmp_path / "_internal").mkdir()
    with pytest.raises(bill.SetUpError, match="Build the bundle again"):
        bill.index.bills(tmp_path)
    bill.index.write(a_bill.whole, tmp_path / "_internal/licences")
    video = a_bill.replace(a_bill.whole, name="coreloom-video")
    bill.index.write(video, tmp_path / "_internal/licences/video")
    assert [each.name for each in bill.index.bills(tmp_path)] == ["coreloom", "coreloom-video"]
    app = tmp_path / "Coreloom.app"
    bill.index.write(a_bill.whole, app / "Contents/Frameworks/licences")
    assert [each.name for each in bill.index.bills(app)] == ["coreloom"]
