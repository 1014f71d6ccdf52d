from desktop_app.model.states import ThreadState
from desktop_app.trace.lives import Lives
from desktop_app.trace.trace import ProcessInfo
from tests.scenarios import MS, bursts, program, run


def test_labels_and_names():
    trace = run(program(threads=2, launches=2))
    assert [info.label for info in trace.threads] == ["P1·T1", "P1·T2", "P2·T1", "P2·T2"]
    assert [info.name for info in trace.threads] == ["P1.T1", "P1.T2", "P2.T1", "P2.T2"]
    assert trace.processes[1].label == "P2"


def test_a_cause_has_one_index():
    trace = run(program())
    assert trace.cause("disk") == trace.cause("disk")
    assert trace.causes[trace.cause("disk")] == "disk"


def test_threads_and_processes_may_be_added():
    trace = run(program(threads=2), bursts("cpu 1ms"))
    waits = trace.waits
    trace.add_process(ProcessInfo(3, "app.py", "app.py", 0, MS, (), parent=0))
    assert [trace.add_thread(process, MS) for process in (2, 0, 1)] == [3, 4, 5]
    assert [info.label for info in trace.threads] == ["P1·T1", "P1·T2", "P2·T1", "P3·T1", "P1·T3", "P2·T2"]
    assert [info.threads for info in trace.processes] == [(0, 1, 4), (2, 5), (3,)]
    assert [len(column) for column in (trace.ready_from, trace.ended, trace.executed, trace.waits)] == [6] * 4
    assert len(trace.memory) == 3
    assert trace.waits[:3] == waits[:3]
    assert Lives(trace).state(4, MS - 1) is None
    assert Lives(trace).state(4, MS) is ThreadState.NEW
    assert [info.threads for info in trace.known_to(2, 5)] == [(0, 1, 4), (2,)]


def test_lives_follow_a_trace_that_gets_more_threads():
    trace = run(program(), bursts("cpu 1ms"))
    lives = Lives(trace)
    assert lives.state(0, 0) is not None
    thread = trace.add_thread(0, 0)
    assert lives.work_ns(thread, 0) == 0
    assert [change.state for change in lives.changes(thread)] == [ThreadState.NEW]


def test_the_variables_of_a_program_are_its_global_ones_and_data_comes_first():
    source = """\
import threading
from os import path as where
class Account:
    kind = 1
    def deposit(self):
        global total
        total = 1
def work(): pass
@staticmethod
def decorated(): pass
async  def wait(): pass
classes = [Account]; import time
definite = lambda: 0
work = 2
"""
    trace = run(program(source))
    assert trace.variables == (
        ("classes", "definite", "work", "total", "threading", "where", "Account", "decorated", "wait", "time"),
    )


def test_a_class_body_binds_no_global_variables():
    trace = run(program("kind = 1\nclass Account:\n    kind = 2\n    other = 3\n    del other\n"))
    assert trace.memory[0].globals.keys() == {"kind", "Account"}
    assert len(trace.memory[0].globals["kind"]) == 1
