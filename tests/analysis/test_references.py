from desktop_app.analysis.references import references_at
from tests.scenarios import program, run


def test_objects_are_found_through_variables_and_other_objects_the_nearest_first():
    trace = run(program("inner = [1]\nouter = [inner]\ndel inner\n"))
    table = trace.memory[0].globals["outer"]
    found = references_at(trace, 0, trace.processes[0].threads, table.time[-1])
    outer = trace.values.obj[table.value[-1]]
    assert outer in found
    deleted = trace.memory[0].globals["inner"].time[-1]
    later = list(references_at(trace, 0, trace.processes[0].threads, deleted))
    assert later[0] == outer
    assert len(later) == 2
    assert references_at(trace, 0, (), -1) == {}
