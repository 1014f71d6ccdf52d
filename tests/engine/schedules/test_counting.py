from desktop_app.engine.schedules.counting import count_schedules, shortest_schedules

#   0 -T0-> 1 -T1-> 3, 0 -T1-> 2 -T0-> 3, 3 -T0-> 4
DIAMOND = [[(0, 1), (1, 2)], [(1, 3)], [(0, 3)], [(0, 4)], []]


def test_every_way_to_a_state_is_counted():
    assert count_schedules(DIAMOND) == [1, 1, 1, 2, 2]


def test_there_is_no_bound_on_the_ways_through_a_circle():
    assert count_schedules([[(0, 1), (1, 3)], [(0, 2), (1, 1)], [], []]) == [1, None, None, 1]
    assert count_schedules([[(0, 0)]]) == [None]


def test_the_shortest_schedule_has_the_fewest_switches_first():
    # T0 alone takes three steps to state 4; T0 and T1 together take two.
    edges = [[(0, 1)], [(1, 4), (0, 2)], [(0, 4)], [], []]
    assert shortest_schedules(edges, [4]) == {4: [(0, 0), (1, 0), (2, 0)]}
    assert shortest_schedules(DIAMOND, [4, 0]) == {0: [], 4: [(0, 1), (2, 0), (3, 0)]}
