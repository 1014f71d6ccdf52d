from tests.scenarios import program, run


def test_labels_and_names():
    trace = run(program(threads=2, launches=2))
    assert [info.label for info in trace.threads] == ["P1·T1", "P1·T2", "P2·T1", "P2·T2"]
    assert [info.name for info in trace.threads] == ["P1.T1", "P1.T2", "P2.T1", "P2.T2"]
    assert trace.processes[1].label == "P2"


def test_a_cause_has_one_index():
    trace = run(program())
    assert trace.cause("disk") == trace.cause("disk")
    assert trace.causes[trace.cause("disk")] == "disk"
