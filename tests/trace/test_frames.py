import random

import pytest

from desktop_app.trace.frames import NO_FRAME, UNBOUND_VALUE, FrameNodes, FrameTable


def test_a_call_has_its_own_variables_and_its_caller_keeps_those_it_had():
    nodes = FrameNodes()
    outer = nodes.bind(nodes.enter(NO_FRAME, 3), 0, 10)
    inner = nodes.bind(nodes.bind(nodes.enter(outer, 4), 1, 20), 0, 30)
    assert nodes.frame(inner) == (4, {0: 30, 1: 20}, outer)
    assert nodes.leave(inner) == outer
    assert nodes.frame(outer) == (3, {0: 10}, NO_FRAME)
    assert nodes.leave(outer) == NO_FRAME


def test_a_variable_that_lost_its_value_has_none():
    nodes = FrameNodes()
    bound = nodes.bind(nodes.enter(NO_FRAME, 0), 0, 1)
    assert nodes.frame(nodes.bind(bound, 0, UNBOUND_VALUE)).values == {}


def followed(changes, places):
    """The nodes of a call after each of many changes, with what each should say."""
    nodes, chance = FrameNodes(), random.Random(1)
    node, values, found = nodes.enter(NO_FRAME, 7), {}, []
    for _ in range(changes):
        place, value = chance.randrange(places), chance.randrange(-1, 1000)
        node = nodes.bind(node, place, value)
        values[place] = value
        found.append((node, {key: known for key, known in sorted(values.items()) if known != UNBOUND_VALUE}))
    return nodes, found


@pytest.mark.parametrize("places", [1, 3, 30])
def test_every_moment_stays_readable_however_many_changes_there_are(places):
    nodes, found = followed(1_000, places)
    assert all(nodes.frame(node) == (7, values, NO_FRAME) for node, values in found)


def test_reading_takes_no_longer_after_many_changes():
    nodes, found = followed(1_000, 3)
    assert max(nodes.length[node] for node, _ in found) < 30
    assert len(nodes) < 2_000


def test_what_no_row_refers_to_is_forgotten():
    nodes, found = followed(500, 3)
    last, values = found[-1]
    moved = nodes.keep({last})
    assert nodes.frame(moved[last]).values == values
    assert len(nodes) < 40
    nodes.rename({value: value + 1 for value in nodes.used_values()})
    assert nodes.frame(moved[last]).values == {place: value + 1 for place, value in values.items()}


def test_of_several_changes_at_one_moment_the_last_one_counts():
    table = FrameTable()
    for time_ns, node in ((10, 1), (10, 2), (30, 3)):
        table.append(time_ns, node)
    assert [table.at(t) for t in (9, 10, 29, 30)] == [NO_FRAME, 2, 2, 3]
    table.drop_before(20)
    assert [table.at(t) for t in (20, 30)] == [2, 3]
