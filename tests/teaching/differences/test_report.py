import json

from desktop_app.teaching.differences.report import NOT_MEASURED, table_json, table_text
from desktop_app.teaching.differences.table import TABLE


def test_the_table_for_other_programs(measurements):
    found = json.loads(json.dumps(table_json(measurements)))["criteria"]
    assert [row["name"] for row in found] == [row.name for row in TABLE]
    fit = found[2]["thread"]["demonstrations"][0]
    assert fit["set"] == {"cores": 2, "gil": "gil"}
    assert fit["figures"][0]["unit"] == "times"
    assert fit["figures"][0]["beside"]["unit"] == "cores"
    # The place is there, and nothing is in it.
    assert all(row[column]["on_this_computer"] is None for row in found for column in ("process", "thread"))


def test_the_table_for_people(measurements):
    text = table_text(measurements)
    for row in TABLE:
        assert row.title.upper() in text
        for cell in row.cells:
            for one in cell.demonstrations:
                for figure in measurements.figures(one):
                    assert any(figure.name in line and figure.quantity.text in line for line in text.split("\n"))
    assert text.endswith(f"{NOT_MEASURED}.")
    assert max(map(len, text.split("\n"))) <= 100
