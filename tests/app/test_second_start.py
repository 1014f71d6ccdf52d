import sys

import pytest

from desktop_app.app import second_start
from desktop_app.app.second_start import is_private, is_taken_over, server_name


def test_each_user_and_display_has_a_window_of_its_own(monkeypatch, tmp_path):
    names = set()
    for display in (":0", ":1"):
        monkeypatch.setenv("DISPLAY", display)
        names.add(server_name())
    monkeypatch.setattr(second_start.platformdirs, "user_state_path", lambda *_args, **_fields: tmp_path)
    names.add(server_name())
    assert len(names) == 3


def test_a_file_that_is_not_there_is_not_handed_over(monkeypatch, tmp_path):
    monkeypatch.setattr(second_start, "server_name", lambda: str(tmp_path / "none.socket"))
    assert not is_taken_over(str(tmp_path / "nope.py"))
    assert not is_taken_over(None)


@pytest.mark.skipif(sys.platform == "win32", reason="about POSIX permissions")
def test_a_folder_that_others_can_write_to_is_not_trusted(tmp_path):
    assert is_private(tmp_path)
    tmp_path.chmod(0o777)
    assert not is_private(tmp_path)
    tmp_path.chmod(0o700)
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    assert not is_private(link)
    assert not is_private(tmp_path / "nowhere")


def test_what_is_there_is_asked(monkeypatch, tmp_path):
    tmp_path.chmod(0o700)
    place, asked = tmp_path / "a.socket", []
    place.touch()
    monkeypatch.setattr(second_start, "server_name", lambda: str(place))
    monkeypatch.setattr("desktop_app.app.instance.hand_over", lambda *words: asked.append(words) or True)
    assert is_taken_over(None)
    assert is_taken_over(str(place))
    assert asked == [(str(place), None), (str(place), place)]
