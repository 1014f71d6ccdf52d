import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from desktop_app.app.recent_files import RecentFiles


@pytest.fixture
def opened():
    return []


@pytest.fixture
def recent(qapp, tmp_path, opened):
    owner = QObject()
    yield RecentFiles(tmp_path / "recent.json", opened.append, owner)
    owner.deleteLater()


@pytest.fixture
def menu(qtbot):
    menu = QMenu()
    qtbot.addWidget(menu)
    return menu


def test_the_latest_comes_first_and_is_opened(recent, menu, opened, tmp_path):
    for name in ("one.py", "R&D.toml"):
        recent.add(tmp_path / name)
    recent.fill(menu)
    first, second, *_ = menu.actions()
    assert [first.text(), second.text()] == ["R&&D.toml", "one.py"]
    second.trigger()
    assert opened == [tmp_path / "one.py"]


def test_a_path_is_no_markup_in_its_tool_tip(recent, menu, tmp_path):
    recent.add(tmp_path / "<b>x<b>.py")
    recent.fill(menu)
    assert "&lt;b&gt;x" in menu.actions()[0].toolTip()


def test_what_is_forgotten_is_offered_no_more(recent, menu, tmp_path):
    for name in ("one.py", "two.py"):
        recent.add(tmp_path / name)
    recent.remove(tmp_path / "two.py")
    recent.fill(menu)
    assert menu.actions()[0].text() == "one.py"
    menu.actions()[-1].trigger()
    recent.fill(menu)
    assert not menu.isEnabled()


def test_a_list_that_cannot_be_written_is_no_reason_to_stop(qapp, menu, tmp_path, opened):
    (tmp_path / "file").write_text("")
    owner = QObject()
    recent = RecentFiles(tmp_path / "file" / "recent.json", opened.append, owner)
    recent.add(tmp_path / "one.py")
    recent.forget()
    recent.fill(menu)
    assert not menu.isEnabled()
    owner.deleteLater()
