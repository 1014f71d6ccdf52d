from hypothesis import given
from hypothesis import strategies as st

from desktop_app.policies.eevdf_queue import EligibleQueue, Entity
from tests.policies.driving import job

_VIRTUAL = st.integers(0, 30)


@given(st.lists(st.tuples(_VIRTUAL, st.integers(1, 9), st.sampled_from([None, 0, 1])), max_size=12), st.data())
def test_it_finds_what_a_search_of_all_finds_wherever_the_average_goes(values, data):
    queue = EligibleQueue()
    entities = [
        Entity(job(index, 0, 1, affinity=None if core is None else frozenset({core})), 1024, virtual, virtual + request)
        for index, (virtual, request, core) in enumerate(values)
    ]
    for entity in entities:
        queue.push(entity)
    while entities:
        core, total, load = data.draw(st.tuples(st.integers(0, 1), st.integers(0, 60), st.integers(1, 2)))
        allowed = [e for e in entities if e.thread.affinity is None or core in e.thread.affinity]
        eligible = [e for e in allowed if e.virtual_ns * load <= total]
        found = queue.first(core, total, load)
        assert found is min(eligible, key=lambda e: (e.deadline_ns, e.thread.index), default=None)
        least = queue.least(core)
        assert least is min(allowed, key=lambda e: (e.virtual_ns, e.thread.index), default=None)
        assert len(queue) == len(list(queue)) == len(entities)
        gone = found or least or entities[0]
        queue.remove(gone)
        entities.remove(gone)
    assert len(queue) == 0
