from desktop_app.engine.schedules.states import ENDED, FAILED, READY, Doing, Place, State, Wish
from desktop_app.engine.schedules.wishes import Draft

GOES_ON = READY._replace(answer=False)


def draft(*statuses, processes=None, exits=(None,)):
    processes = processes or (0,) * len(statuses)
    places = tuple(Place(0, (), status, process) for status, process in zip(statuses, processes, strict=True))
    return Draft.of(State(0, places, exits, 0))


def parked(what="lock", *, timed=False):
    one = draft(READY)
    one.grant(0, Wish("Park", what, timed))
    return one.places[0].status


def test_a_parked_thread_goes_on_when_it_is_unparked_or_its_time_may_be_over():
    one = draft(READY, parked())
    assert not one.places[1].may_go_on
    one.grant(0, Wish("Unpark", target=1))
    assert one.places[1].status == GOES_ON._replace(what="lock")
    assert one.settling == []
    assert draft(parked(timed=True)).places[0].may_go_on


def test_unparking_what_is_not_parked_does_nothing():
    one = draft(READY, READY)
    one.grant(0, Wish("Unpark", target=1))
    assert one.places[1].status == READY


def test_who_waits_for_a_threads_end_goes_on_to_its_next_step_at_once():
    one = draft(READY, parked("P1·T1's end"))
    one.grant(0, Wish("Unpark", target=1))
    assert one.settling == [1]


def test_a_device_may_be_done_at_any_moment():
    one = draft(READY)
    one.grant(0, Wish("DeviceUse", "disk", timed=True))
    assert one.places[0].status.doing is Doing.SERVED
    assert one.places[0].may_go_on


def test_started_threads_and_processes_go_to_their_first_step_at_once():
    one = draft(READY)
    one.grant(0, Wish("StartThread", place=Place(3, (), READY, 0, daemon=True)))
    one.grant(0, Wish("StartProcess", place=Place(4, (), READY, 1)))
    assert ([place.local for place in one.places], one.settling, one.exits) == ([0, 3, 4], [1, 2], [None, None])


def test_the_end_of_a_process_ends_its_threads_and_lets_go_on_who_awaits_it():
    one = draft(READY, READY, parked(), processes=(0, 1, 1), exits=(None, None))
    one.grant(0, Wish("AwaitExit", "P2's end", target=1))
    assert one.places[0].status.doing is Doing.AWAITING
    one.grant(1, Wish("ExitProcess", code=3))
    assert [place.status for place in one.places] == [GOES_ON, ENDED, ENDED]
    assert (one.exits, one.settling) == ([None, 3], [0])
    one.grant(0, Wish("AwaitExit", "P2's end", target=1))
    assert one.places[0].status == GOES_ON
    one.grant(0, Wish("Terminate", target=1, code=15))
    assert one.exits == [None, 3]
    one.grant(0, Wish("Terminate", target=0, code=15))
    assert one.exits == [-15, 3]


def test_a_process_is_over_with_its_last_thread_that_is_no_daemon():
    one = draft(ENDED, READY)
    one.end_if_over(0, 0, ends=False)
    assert one.exits == [None]
    one.places[1] = one.places[1]._replace(daemon=True)
    one.end_if_over(0, 0, ends=False)
    assert (one.exits, one.places[1].status) == ([0], ENDED)
    failed = draft(FAILED, READY)
    failed.end_if_over(0, 1, ends=True)
    assert failed.exits == [1]
