from desktop_app.policies.records import Records


def test_only_the_last_removed_record_is_kept_until_its_thread_comes_back():
    records: Records[str] = Records()
    records[1], records[2] = "one", "two"
    records.set_aside(1)
    assert 1 not in records
    assert records.recall(1) == "one"
    assert records[1] == "one"
    records.set_aside(1)
    records.set_aside(2)
    assert records.recall(1) is None
    assert records.recall(2) == "two"


def test_setting_aside_what_is_unknown_leaves_nothing():
    records: Records[str] = Records()
    records[1] = "one"
    records.set_aside(1)
    records.set_aside(7)
    assert records.recall(1) is None


def test_a_record_is_forgotten_wherever_it_is():
    records: Records[str] = Records()
    records[1], records[2] = "one", "two"
    records.set_aside(1)
    for index in (1, 2, 3):
        records.forget(index)
    assert records.recall(1) is records.recall(2) is None
