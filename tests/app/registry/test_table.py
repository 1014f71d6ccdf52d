from collections import Counter, defaultdict

from desktop_app.app.registry.spec import Place
from desktop_app.app.registry.table import ACTIONS, TRANSPORT


def test_names_are_unique_and_every_command_says_what_it_does():
    assert max(Counter(spec.name for spec in ACTIONS).values()) == 1
    assert all(spec.text and spec.tip and spec.menu for spec in ACTIONS)
    assert {spec.name for spec in ACTIONS} >= set(TRANSPORT)
    assert all(spec.icon for spec in ACTIONS if spec.name in TRANSPORT)


def test_no_letter_chooses_two_commands_of_one_menu():
    letters = defaultdict(list)
    for spec in ACTIONS:
        if spec.place is Place.SHOW:  # in no menu
            continue
        at = spec.text.replace("&&", "").find("&")
        assert at >= 0, spec.name
        letters[spec.menu].append(spec.text.replace("&&", "")[at + 1].lower())
    twice = {menu: [key for key, count in Counter(keys).items() if count > 1] for menu, keys in letters.items()}
    assert not {menu: keys for menu, keys in twice.items() if keys}
