import json

from desktop_app.policies.registry import POLICIES


def test_the_policies_as_json(coreloom):
    code, out, _ = coreloom("policies", "--json")
    found = {info["name"]: info for info in json.loads(out)}
    assert code == 0
    assert list(found) == list(POLICIES)
    assert found["round-robin"]["options"][0]["name"] == "quantum"
    assert all(info["title"] and info["summary"] and info["source"] for info in found.values())
    options = [option for info in found.values() for option in info["options"]]
    assert {option["kind"] for option in options if "choices" in option} == {"choice"}
    keys = {"name", "kind", "default", "minimum", "maximum", "meaning"}
    assert all(set(option) - {"choices"} == keys for option in options)


def test_an_option_says_what_it_may_be(coreloom):
    infos = {info["name"]: info for info in json.loads(coreloom("policies", "--json")[1])}
    mlfq = {option["name"]: option for option in infos["mlfq"]["options"]}
    assert (mlfq["quantum"]["kind"], mlfq["quantum"]["minimum"], mlfq["quantum"]["maximum"]) == (
        "durations",
        "1us",
        "3600s",
    )
    estimate = next(option for option in infos["sjf"]["options"] if option["name"] == "estimate")
    assert (estimate["choices"], estimate["minimum"]) == (["exact", "average"], None)


def test_the_policies_as_text(coreloom):
    code, out, _ = coreloom("policies")
    assert code == 0
    assert "fcfs" in out
    assert "quantum (duration, 1us to 3600s)" in out
    assert "quantum (duration, or a list of up to 64, 1us to 3600s)" in out
    assert "preemptive (true or false)" in out
    assert "estimate (exact or average)" in out
    # Every name stands apart from what follows it.
    assert all(f"{name} " in out for name in POLICIES)
