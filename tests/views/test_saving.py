from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.views import saving
from desktop_app.views.question import Button
from desktop_app.views.saving import ask_where_to_save, with_ending


@pytest.fixture
def asked(qtbot, monkeypatch):
    """Asks where to save: what is typed each time, and what is answered to each question."""
    parent = QWidget()
    qtbot.addWidget(parent)

    def asked(typed, answers=()):
        names, left, starts, questions = list(typed), list(answers), [], []

        def choose(_parent, _title, start, _filters):
            starts.append(start)
            return str(names.pop(0)), "Tables (*.csv)"

        def answer(_parent, question, why, _buttons, default):
            assert default == Button.Cancel
            questions.append((question, why))
            return left.pop(0)

        monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
        monkeypatch.setattr(saving, "ask", answer)
        path = ask_where_to_save(
            parent, "Save", "start.csv", "Tables (*.csv)", lambda path, _chosen: with_ending(path, ".csv")
        )
        assert not names
        assert not left
        return path, starts, questions

    return asked


def test_a_name_gets_its_ending(asked, tmp_path):
    assert asked([tmp_path / "new"]) == (tmp_path / "new.csv", ["start.csv"], [])


def test_of_the_name_that_was_typed_the_dialog_itself_asks(asked, tmp_path):
    (tmp_path / "old.CSV").write_text("mine")
    assert asked([tmp_path / "old.CSV"]) == (tmp_path / "old.CSV", ["start.csv"], [])


def test_no_file_is_replaced_by_an_ending_alone(asked, tmp_path):
    old = tmp_path / "old.csv"
    old.write_text("mine")
    path, starts, questions = asked([tmp_path / "old", tmp_path / "other"], [Button.Cancel])
    assert path == tmp_path / "other.csv"
    assert starts == ["start.csv", str(old)]
    assert questions == [
        ("Replace “old.csv”?", f"There is a file of that name in {tmp_path}. Saving replaces what is in it.")
    ]
    assert asked([tmp_path / "old"], [Button.Save])[0] == old


def test_who_closes_the_dialog_saves_nothing(asked):
    assert asked([""])[0] is None


@pytest.mark.parametrize(
    ("name", "expected"), [("a", "a.csv"), ("a.csv", "a.csv"), ("a.CSV", "a.CSV"), ("a.b", "a.b.csv")]
)
def test_an_ending_is_added_to_the_whole_name(name, expected):
    assert with_ending(Path(name), ".csv") == Path(expected)
