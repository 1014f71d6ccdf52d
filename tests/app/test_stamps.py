from desktop_app.app.stamps import stamp_of


def test_a_file_that_is_written_again_has_another_stamp(tmp_path):
    path = tmp_path / "app.py"
    assert stamp_of(None) is stamp_of(path) is None
    path.write_text("x = 1\n", "utf-8")
    before = stamp_of(path)
    assert before == stamp_of(path)
    path.write_text("x = 10\n", "utf-8")
    assert stamp_of(path) != before
