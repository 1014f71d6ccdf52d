"""Every answer is what the tables of the trace say, found here in another way."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop_app.engine.build import simulate
from desktop_app.engine.limits import RunLimits
from desktop_app.model.durations import parse_duration
from desktop_app.model.errors import CoreloomError, LessonError, ScenarioError
from desktop_app.model.question import OPTIONS, QuestionKind
from desktop_app.model.states import ThreadState
from desktop_app.model.workload import Parameters
from desktop_app.teaching.questions.dispatches import NOBODY
from desktop_app.teaching.questions.question import MAX_CHOICES, MIN_CHOICES, REASON_CHARS, Place
from desktop_app.teaching.questions.states import FREE
from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import OPEN, EventKind, RunKind
from tests.engine.random_scenarios import scenarios
from tests.scenarios import MS, bursts, scenario
from tests.teaching.questions.asked import asked, trace_of

LIMITS = RunLimits(instructions=3_000, events=20_000, trace_bytes=2**23, forget=False)
CASES = json.loads((Path(__file__).parents[2] / "engine" / "oracles.json").read_text("utf-8"))["cases"]


def ns(text):
    return parse_duration(text.replace("µs", "us"))


def alike(text, time_ns):
    """Whether a text is a time; from a millisecond on, what is finer than a microsecond is rounded."""
    return ns(text) == time_ns or (time_ns >= MS and abs(ns(text) - time_ns) <= 500)


# -- the same answers, found by looking at every row and every moment ----------------------------------------


def rows(trace, core):
    runs = trace.runs[core]
    known = [row for row in range(len(runs)) if runs.start[row] <= trace.known_until_ns]
    return [(runs.start[row], runs.end[row], runs.thread[row], runs.kind[row]) for row in known]


def edges(trace, begin_ns, until_ns):
    """All moments at which anything may change."""
    found = {begin_ns, until_ns}
    for core in range(trace.header.cores):
        for start, end, *_ in rows(trace, core):
            found |= {start, end}
    for thread, waits in enumerate(trace.waits):
        found |= {*waits.time, *waits.until, trace.ready_from[thread], trace.ended[thread]}
    return sorted(time for time in found if begin_ns <= time <= until_ns)


def next_of(trace, core, at_ns):
    """Who has the core in the first stretch that begins later and does not go on with who has it."""
    has, until_ns = None, None
    for start, end, thread, _ in rows(trace, core):
        if start <= at_ns:
            has, until_ns = (thread, end) if end > at_ns else (None, None)
        elif thread != has or start != until_ns:
            return start, thread
        else:
            until_ns = end
    return None


def switches_of(trace, core, after_ns, until_ns):
    every = [(start, thread) for start, _, thread, _ in rows(trace, core)]
    changes = [(start, thread) for before, (start, thread) in pairwise([(0, None), *every]) if before[1] != thread]
    return sum(after_ns < start <= until_ns for start, _ in changes)


def in_state(trace, thread, state, until_ns):
    lives = Lives(trace)
    spans = pairwise(edges(trace, 0, until_ns))
    return sum(end - begin for begin, end in spans if lives.state(thread, begin) is state)


def at_once(trace, begin_ns, until_ns):
    counts = [0]
    for begin, end in pairwise(edges(trace, begin_ns, until_ns)):
        every = [row for core in range(trace.header.cores) for row in rows(trace, core)]
        counts.append(sum(row[0] <= begin and row[1] >= end and row[3] == RunKind.RUN for row in every))
    return max(counts)


def first_ended(trace, after_ns):
    ended = {
        thread: end for thread, end in enumerate(trace.ended) if after_ns < end <= trace.known_until_ns and end != OPEN
    }
    first = min(ended.values())
    return {trace.threads[thread].label for thread, end in ended.items() if end == first}


def held_by(trace, name, at_ns):
    holders = []
    number = [spec.name for spec in trace.resources].index(name)
    for row in range(len(trace.events)):
        if trace.events.time[row] <= at_ns and trace.events.value[row] == number:
            if trace.events.kind[row] == EventKind.ACQUIRED:
                holders.append(trace.events.thread[row])
            elif trace.events.kind[row] == EventKind.RELEASED:
                holders.remove(trace.events.thread[row])
    return {trace.threads[thread].label for thread in holders}


# -- whatever is asked of whatever run ------------------------------------------------------------------------


@st.composite
def questions(draw, trace):
    kind = draw(st.sampled_from([kind for kind in QuestionKind if kind is not QuestionKind.BEST_SIDE]))
    values = {
        "thread": st.sampled_from([thread.label for thread in trace.threads]),
        "core": st.integers(0, trace.header.cores - 1),
        "lock": st.sampled_from(["m", "i", "rw"]),
        "variable": st.sampled_from(["x", "n", "i", "xs"]),
        "process": st.sampled_from([process.label for process in trace.processes]),
        "side": st.just(1),
        "when": st.just("end"),
        "until": st.just("end"),
    }
    chosen = {option: draw(values[option]) for option, needed in OPTIONS[kind].items() if needed or draw(st.booleans())}
    return kind, chosen


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_question_has_its_answer_once_among_its_choices_and_comes_out_the_same_again(data):
    try:
        trace = simulate(data.draw(scenarios()), LIMITS).run()
    except CoreloomError:
        assume(False)
    kind, options = data.draw(questions(trace))
    at_ns, seed = data.draw(st.integers(0, trace.known_until_ns)), data.draw(st.integers(0, 3))
    try:
        question = asked(kind.value, trace, at_ns=at_ns, seed=seed, **options)
    except ScenarioError as refused:
        question = None
        message = str(refused)
    if question is None:
        assert message.startswith("the question: question")
        return
    assert question == asked(kind.value, trace, at_ns=at_ns, seed=seed, **options)
    assert question.answer
    assert question.text.endswith("?")
    assert question.explanation
    assert all(sentence.endswith((".", "!")) or "prints: " in sentence for sentence in question.explanation)
    assert at_ns <= question.shown_ns <= trace.known_until_ns
    assert len(question.reason) <= REASON_CHARS
    if question.choices:
        assert MIN_CHOICES <= len(question.choices) <= MAX_CHOICES
        assert len(set(question.choices)) == len(question.choices)
        assert question.choices.count(question.answer) == 1
        assert question.choices[question.right] == question.answer
    else:
        assert question.right == -1


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_answers_are_what_the_tables_say(data):
    try:
        trace = simulate(data.draw(scenarios()), LIMITS).run()
    except CoreloomError:
        assume(False)
    at_ns, end_ns = data.draw(st.integers(0, trace.known_until_ns)), trace.known_until_ns
    core = data.draw(st.integers(0, trace.header.cores - 1))
    thread = data.draw(st.integers(0, len(trace.threads) - 1))
    label, lives = trace.threads[thread].label, Lives(trace)

    found = next_of(trace, core, at_ns)
    answer = asked("next-thread", trace, at_ns=at_ns, core=core).answer
    assert answer == (NOBODY if found is None else trace.threads[found[1]].label)
    answer = asked("switches", trace, at_ns=at_ns, core=core).answer
    assert int(answer) == switches_of(trace, core, at_ns, end_ns)
    if at_ns < end_ns:
        assert int(asked("running-at-once", trace, at_ns=at_ns).answer) == at_once(trace, at_ns, end_ns)
    state = lives.state(thread, at_ns)
    if state is not None:
        assert asked("state", trace, at_ns=at_ns, thread=label).answer == state.label
    if any(spec.name == "m" for spec in trace.resources):
        holders = held_by(trace, "m", at_ns)
        assert asked("holder", trace, at_ns=at_ns, lock="m").answer == ("".join(holders) or FREE)
    if trace.ended[thread] <= end_ns:
        arrival_ns, ended_ns = trace.threads[thread].arrival_ns, trace.ended[thread]
        assert alike(asked("finish-time", trace, thread=label).answer, ended_ns)
        assert alike(asked("turnaround-time", trace, thread=label).answer, ended_ns - arrival_ns)
        waiting = in_state(trace, thread, ThreadState.READY, ended_ns)
        assert alike(asked("waiting-time", trace, thread=label).answer, waiting)
    try:
        answer = asked("first-to-finish", trace, at_ns=at_ns).answer
    except ScenarioError:
        pass
    else:
        assert {answer} == first_ended(trace, at_ns)


# -- published examples ---------------------------------------------------------------------------------------


def named(case):
    return f"{case['source'].split(',')[0].split(' (')[0]}-{case['policy']}-{case.get('quantum')}"


@pytest.mark.parametrize("case", [case for case in CASES if "jobs" in case], ids=named)
def test_published_answers_are_the_answers(case):
    jobs = [
        bursts(f"cpu {service}ms", arrival_ns=arrival * MS, parameters=Parameters(priority=(*rest, 0)[0]))
        for arrival, service, *rest in case["jobs"]
    ]
    quantum_ns = (case["quantum"] or 1) * MS
    trace = trace_of(scenario(*jobs, policy=case["policy"], options=case["options"], quantum_ns=quantum_ns))

    def answers(kind):
        every = range(1, len(jobs) + 1)
        return [ns(asked(kind, trace, thread=f"P{number}").answer) / MS for number in every]

    known = {
        "finish": "finish-time",
        "turnaround": "turnaround-time",
        "mean_turnaround": "turnaround-time",
        "mean_waiting": "waiting-time",
        "mean_response": "response-time",
    }
    compared = case.keys() & known.keys()
    assert compared
    for key in compared:
        found = answers(known[key])
        found = sum(found) / len(found) if key.startswith("mean") else found
        assert found == pytest.approx(case[key], abs=1e-4)


# -- what cannot be asked -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def two():
    return trace_of(scenario(bursts("cpu 3ms", name="A"), bursts("cpu 2ms", name="B"), cores=1, quantum_ns=MS))


@pytest.mark.parametrize(
    ("kind", "options", "says"),
    [
        ("state", {"thread": "P9·T1"}, 'question.thread is "P9·T1": expected a thread of this run: P1·T1 and P2·T1'),
        ("state", {}, "question.thread: expected the thread that state is about"),
        ("next-thread", {"core": 1}, "question.core is 1: expected core 0, the only one"),
        ("value", {"variable": "z"}, 'question.variable is "z": expected a global variable of P1: it has none'),
        ("value", {"variable": "P9·T9 z"}, 'question.variable is "P9·T9 z"'),
        ("value", {"variable": "a b c"}, "expected the name of a variable"),
        ("holder", {"lock": "m"}, 'question.lock is "m": expected no such question: this run has no locks'),
        ("memory", {"process": "P1"}, "expected a process of which the scenario says how much memory it has by 1 ms"),
        ("memory", {"process": "C"}, 'question.process is "C": expected a process of this run: P1 and P2'),
        ("why-waiting", {"thread": "P1"}, "expected a thread that waits at 1 ms: P1·T1 is ready then"),
        ("switches", {"until": "99ms"}, 'question.until is "99ms"'),
        ("switches", {"until": "0ms"}, "from 1 ms, when it is asked, to 5 ms, the end of the run"),
        ("switches", {"until": "soon"}, 'question.until is "soon": expected a time such as'),
        ("switches", {"speed": 3}, "question.speed is 3: expected an option that switches has: until, core and side"),
        ("running-at-once", {"until": "1ms"}, "a moment after 1 ms"),
        ("speed-up", {}, 'question.ask is "speed-up": expected a step with at least two sides'),
        ("makespan", {"side": 2}, "question.side is 2: expected 1, as there is one side"),
        ("deadline-misses", {}, "expected a run with periodic threads"),
    ],
)
def test_what_cannot_be_asked_is_said(two, kind, options, says):
    with pytest.raises(ScenarioError) as refused:
        asked(kind, two, at_ns=MS, **options)
    assert says in str(refused.value)


def test_an_error_names_the_file_the_line_and_the_step(two):
    with pytest.raises(LessonError) as refused:
        asked("next-thread", two, at_ns=9 * MS, place=Place(file="a.md", line=7, step="One"))
    says = 'a.md, line 7: step "One": question: expected to be asked by the end of the run, at 5 ms, and not at 9 ms'
    assert str(refused.value) == says


def test_two_answers_are_no_answer():
    trace = trace_of(scenario(bursts("cpu 2ms", launches=2), cores=2))
    with pytest.raises(ScenarioError, match=r"one thread is the first: P1·T1 and P2·T1 all end at 2 ms"):
        asked("first-to-finish", trace)


def test_the_lecturers_wording_comes_first(two):
    assert asked("next-thread", two, text="Who is next?").text == "Who is next?"


def test_seeds_change_the_order_and_nothing_else(two):
    first = [asked("next-thread", two, seed=seed) for seed in range(6)]
    assert {question.answer for question in first} == {"P2·T1"}
    assert len({question.choices for question in first}) > 1
    assert len({frozenset(question.choices) for question in first}) == 1
