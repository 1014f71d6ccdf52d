from desktop_app.app.following import Following


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
