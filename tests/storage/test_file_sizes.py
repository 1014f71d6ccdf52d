from desktop_app.storage.file_sizes import bytes_of


def test_the_size_of_what_is_not_there_is_none(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a").write_bytes(b"12345")
    assert bytes_of(tmp_path) == 5
    assert bytes_of(tmp_path / "none") == 0
