from dataclasses import replace

import pytest

from desktop_app.app.first_document import open_document, open_first
from desktop_app.model.errors import CoreloomError, LessonError
from desktop_app.storage.resources import resource_path
from tests.storage.lessons import lesson_text, step_text, with_files


def same(scenario):
    return scenario


def test_a_lesson_is_opened_at_its_first_step(window, tmp_path):
    path = with_files(tmp_path) / "lesson.md"
    path.write_text(lesson_text(step_text()))
    open_document(window, [path], lambda scenario: scenario)
    assert window.lessons.player.lesson.file == str(path)
    window._menu("File").aboutToShow.emit()
    assert window._recent.isEnabled()
    assert window._recent.actions()[0].text() == "lesson.md"
    path.write_text("# nothing\n")
    with pytest.raises(LessonError, match="line 1"):
        open_document(window, [path], lambda scenario: scenario)


def test_options_change_what_is_opened(window):
    path = resource_path("programs/app.py")
    open_document(window, [path], lambda scenario: replace(scenario, seed=7))
    assert window.session.scenario.seed == 7


def test_without_a_file_an_example_is_opened_and_with_the_page_another_one(window):
    assert open_first(window, [], same, strict=True, welcomes=False) == ("", [])
    assert window.documents.name == "app.py"
    window.show()
    assert window.welcome.page is None
    assert open_first(window, [], same, strict=True, welcomes=True) == ("", [])
    assert window.session.scenario.title == "One program, two processes"
    window.welcome.show_if_due()
    assert window.welcome.page is not None


def test_several_programs_are_one_document_and_others_are_for_other_windows(window, tmp_path):
    paths = [tmp_path / name for name in ("a.py", "b.coreloom", "c.py")]
    for path in paths:
        path.write_text("x = 1\n")
    found = open_first(
        window, list(map(str, paths)), lambda scenario: replace(scenario, seed=7), strict=True, welcomes=True
    )
    assert found == ("", [(paths[1],)])
    assert [entry.name for entry in window.session.scenario.processes] == ["a.py", "c.py"]
    assert window.session.scenario.seed == 7
    window.welcome.show_if_due()
    assert window.welcome.page is None


def test_what_cannot_be_used_is_an_error_or_said_over_the_example(window, tmp_path):
    nowhere = str(tmp_path / "no.py")
    with pytest.raises(CoreloomError, match=r"no\.py"):
        open_first(window, [nowhere], same, strict=True, welcomes=True)
    problem, others = open_first(window, [nowhere, "b.md"], same, strict=False, welcomes=True)
    assert "no.py" in problem
    assert [[path.name for path in document] for document in others] == [["b.md"]]
    assert window.documents.name == "app.py"
