from pathlib import Path

from desktop_app.app.together import MAX_TOGETHER, documents_of, scenario_of


def test_programs_are_one_document_and_anything_else_is_one_by_itself():
    given = [Path(name) for name in ("a.coreloom", "b.py", "c.corelesson", "d.PY", "a.coreloom", "e.coretrace", "b.py")]
    found = [[path.name for path in paths] for paths in documents_of(given)]
    assert found == [["a.coreloom"], ["b.py", "d.PY"], ["c.corelesson"], ["e.coretrace"]]
    assert documents_of([]) == []


def test_each_program_is_a_process_with_a_name_of_its_own(tmp_path):
    paths = []
    for number in range(MAX_TOGETHER + 1):
        (tmp_path / str(number)).mkdir()
        paths.append(tmp_path / str(number) / "app.py")
        paths[-1].write_text("x = 1\n")
    scenario = scenario_of(paths, "several")
    names = [entry.name for entry in scenario.processes]
    assert names[:2] == ["app.py", "app (2).py"]
    assert len(set(names)) == MAX_TOGETHER
