import pytest

from desktop_app.app.watching import FileWatch
from desktop_app.storage.scenario_file import write_scenario
from tests.scenarios import APP, program, scenario


@pytest.fixture
def app_py(tmp_path):
    path = tmp_path / "app.py"
    path.write_text(APP)
    return path


@pytest.fixture
def window(desk):
    desk.watch = FileWatch(desk.session, desk.documents, desk.widget)
    desk.watch.start()
    return desk


@pytest.fixture
def opened(window, app_py):
    assert window.documents.open(app_py)
    return window


def look(window, path):
    window.watch.note(str(path))
    window.watch._timer.stop()
    window.watch.look()
    return window.watch.question


def answer(window, text):
    box = window.watch.question
    next(button for button in box.buttons() if text in button.text()).click()


def source(window):
    return window.session.scenario.processes[0].program.source


def test_a_changed_program_is_reloaded_and_that_can_be_undone(opened, app_py):
    app_py.write_text("x = 5\n")
    assert "app.py" in look(opened, app_py).text()
    answer(opened, "Reload")
    assert source(opened) == "x = 5\n"
    assert not opened.documents.modified
    opened.documents.history.undo()
    assert source(opened) == APP
    assert opened.documents.modified


def test_the_system_tells_of_changes_even_when_the_file_is_replaced(qtbot, opened, app_py):
    new = app_py.with_suffix(".new")
    new.write_text("x = 6\n")
    new.replace(app_py)
    qtbot.waitUntil(lambda: opened.watch.question is not None)
    answer(opened, "Reload")
    assert source(opened) == "x = 6\n"
    assert str(app_py) in opened.watch._watcher.files()


def test_who_keeps_what_is_open_is_not_asked_again(opened, app_py):
    app_py.write_text("x = 5\n")
    look(opened, app_py)
    answer(opened, "Keep")
    assert source(opened) == APP
    assert look(opened, app_py) is None
    app_py.write_text("x = 55\n")
    assert look(opened, app_py) is not None
    answer(opened, "Keep")


def test_a_file_that_says_what_is_open_is_no_news(opened, app_py, tmp_path):
    app_py.write_text(APP)
    assert look(opened, app_py) is None
    app_py.unlink()
    assert look(opened, app_py) is None
    lab = tmp_path / "lab.toml"
    opened.documents.save_to(lab)
    assert look(opened, lab) is None


def test_what_cannot_be_run_leaves_what_is_open(opened, app_py):
    app_py.write_text("x = = 5\n")
    look(opened, app_py)
    answer(opened, "Reload")
    assert "line 1" in opened.refused[-1]
    assert source(opened) == APP
    assert look(opened, app_py) is None


def test_a_changed_scenario_is_reloaded_over_changes_that_can_be_brought_back(window, tmp_path):
    lab = tmp_path / "lab.toml"
    window.documents.load(scenario(program()), None)
    window.documents.save_to(lab)
    window.documents.change(scenario(program(threads=2)))
    write_scenario(scenario(program(), cores=3), lab)
    look(window, lab)
    answer(window, "Reload")
    assert window.session.scenario.machine.cores == 3
    assert not window.documents.modified
    window.documents.history.undo()
    assert window.session.scenario.processes[0].threads == 2
