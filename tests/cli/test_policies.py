import json


def test_the_policies_as_json(coreloom):
    code, out, _ = coreloom("policies", "--json")
    found = {info["name"]: info for info in json.loads(out)}
    assert code == 0
    assert {"fcfs", "round-robin"} <= set(found)
    assert found["round-robin"]["options"][0]["name"] == "quantum"
    assert all(info["title"] and info["summary"] and info["source"] for info in found.values())


def test_the_policies_as_text(coreloom):
    code, out, _ = coreloom("policies")
    assert code == 0
    assert "fcfs" in out
    assert "quantum (duration, 1us to 60s)" in out
