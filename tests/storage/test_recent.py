"""The list of files opened last."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_app.model.errors import FileError
from desktop_app.storage.recent import add_recent, clear_recent, read_recent, recent_list_path, remove_recent


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "state" / "coreloom" / "recent.json"


def test_the_newest_comes_first_and_once(tmp_path: Path, store: Path):
    first, second = tmp_path / "a.py", tmp_path / "b.toml"
    assert read_recent(store) == ()
    add_recent(store, first)
    add_recent(store, second)
    assert add_recent(store, first) == (first, second)
    assert read_recent(store) == (first, second)


def test_ten_are_remembered(tmp_path: Path, store: Path):
    for number in range(12):
        add_recent(store, tmp_path / f"{number}.py")
    assert [path.name for path in read_recent(store)] == [f"{number}.py" for number in range(11, 1, -1)]


def test_a_relative_name_is_remembered_as_a_whole_path(tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert add_recent(store, Path("sub") / ".." / "a.py") == (Path.cwd() / "a.py",)


def test_files_can_be_forgotten(tmp_path: Path, store: Path):
    add_recent(store, tmp_path / "a.py")
    add_recent(store, tmp_path / "b.py")
    assert remove_recent(store, tmp_path / "a.py") == (tmp_path / "b.py",)
    clear_recent(store)
    assert read_recent(store) == ()


@pytest.mark.parametrize(
    "damaged",
    ["", "{", "{}", "[1]", "[null]", '["a', "\ufeff[]", "[" * 100_000, '"a"', '["\\ud800"]', "x" * ((1 << 20) + 1)],
    ids=lambda text: text[:8],
)
def test_a_damaged_list_is_an_empty_one_and_heals(tmp_path: Path, store: Path, damaged: str):
    store.parent.mkdir(parents=True)
    store.write_text(damaged, encoding="utf-8")
    assert read_recent(store) == ()
    assert add_recent(store, tmp_path / "a.py") == (tmp_path / "a.py",)
    assert json.loads(store.read_text(encoding="utf-8")) == [str(tmp_path / "a.py")]


def test_strange_entries_are_passed_over(tmp_path: Path, store: Path):
    store.parent.mkdir(parents=True)
    good = str(tmp_path / "é.py")
    store.write_text(json.dumps(["", "a\0b", good, good]), encoding="utf-8")
    assert read_recent(store) == (Path(good),)
    remove_recent(store, tmp_path / "other.py")
    assert json.loads(store.read_text(encoding="utf-8")) == [good]


def test_a_name_that_is_no_text_is_not_kept(tmp_path: Path, store: Path):
    add_recent(store, tmp_path / "a.py")
    add_recent(store, tmp_path / "\udcff.py")
    assert read_recent(store) == (tmp_path / "a.py",)


def test_a_list_that_cannot_be_written_is_an_error(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match="its folder cannot be made"):
        add_recent(tmp_path / "file" / "recent.json", tmp_path / "a.py")


def test_the_list_is_kept_with_the_users_state():
    assert recent_list_path().name == "recent.json"
    assert "coreloom" in recent_list_path().parts
