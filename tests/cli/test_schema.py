import json

from desktop_app.storage.scenario_file import scenario_schema


def test_the_schema_is_printed_for_people_and_editors(coreloom):
    code, out, err = coreloom("schema")
    assert (code, err) == (0, "")
    assert json.loads(out) == scenario_schema()
    assert '\n  "$defs": {\n' in out


def test_it_takes_no_arguments(coreloom):
    code, out, err = coreloom("schema", "extra")
    assert (code, out) == (2, "")
    assert "extra" in err
