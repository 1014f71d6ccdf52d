import pytest

from desktop_app.app.exporting import revealing


@pytest.mark.parametrize(
    ("platform", "command"),
    [("win32", ["explorer.exe", "/select,"]), ("darwin", ["open", "-R"])],
)
def test_systems_that_can_select_a_file_do(monkeypatch, tmp_path, platform, command):
    started = []
    monkeypatch.setattr(revealing.sys, "platform", platform)
    monkeypatch.setattr(
        revealing.QProcess, "startDetached", lambda name, words: started.append([name, *words]) or (True, 1)
    )
    assert revealing.show_in_folder(tmp_path / "a.png")
    assert started == [[*command, str(tmp_path / "a.png")]]
