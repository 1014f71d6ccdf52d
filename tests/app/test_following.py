from desktop_app.app.following import Following, still_followed
from tests.engine.observed import do
from tests.scenarios import MS, bursts, run


def test_a_second_click_on_a_thread_lets_it_go(qtbot):
    following = Following()
    seen = []
    following.changed.connect(seen.append)
    following.toggle(3)
    following.toggle(5)
    following.toggle(5)
    following.follow(None)
    assert seen == [3, 5, None]
    assert following.followed is None


def test_whoever_was_there_before_a_change_is_still_followed():
    before = run(bursts("cpu 6ms"), actions=(do(2, "launch", "A"), do(4, "launch", "A")))
    after = run(bursts("cpu 6ms"), actions=(do(2, "launch", "A"), do(3, "kill", "A", instance=1)))
    assert still_followed(0, before, after, 3 * MS) == 0
    assert still_followed(1, before, after, 3 * MS) == 1
    assert still_followed(2, before, after, 3 * MS) is None
    assert still_followed(1, before, after, MS) is None
    assert still_followed(None, before, after, MS) is None
