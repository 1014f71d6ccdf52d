import json

from tests.cli.json_guide import keys_of, keys_told
from tests.measured import measured


def test_the_table_with_its_figures(coreloom):
    code, out, err = coreloom("differences")
    assert (code, err) == (0, "")
    assert "One more  16.38 KB" in out


def test_the_table_as_json(coreloom, monkeypatch):
    monkeypatch.setattr("desktop_app.cli.differences.Measurements", measured)
    code, out, _ = coreloom("differences", "--json")
    assert code == 0
    found = json.loads(out)
    assert len(found["criteria"]) == 5
    assert keys_of(found) <= keys_told("differences")
