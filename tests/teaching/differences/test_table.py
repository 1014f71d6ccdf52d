from desktop_app.storage.resources import resource_path
from desktop_app.teaching.differences.measuring import scenario_of
from desktop_app.teaching.differences.table import TABLE, Column

ALL = [one for row in TABLE for cell in row.cells for one in cell.demonstrations]


def test_the_rows_of_the_course():
    assert [row.name for row in TABLE] == ["sharing", "footprint", "fit", "starting", "ending"]
    for row in TABLE:
        assert [cell.column for cell in row.cells] == [Column.PROCESS, Column.THREAD]
        assert row.footnote


def test_a_statement_is_one_sentence():
    for row in TABLE:
        for cell in row.cells:
            assert cell.statement.endswith(".")
            assert cell.statement.count(".") == 1


def test_every_scenario_is_shown_or_compared_with():
    runs = {one.run.file for one in ALL} | {one.alone.file for one in ALL if one.alone is not None}
    assert runs == {path.stem for path in resource_path("differences").glob("*.toml")}


def test_the_scenarios_pay_for_what_they_start():
    for one in ALL:
        assert all(spec.start is not None for spec in scenario_of(one.run).processes)
        assert scenario_of(one.run).machine.starts == type(scenario_of(one.run).machine.starts)()
