import itertools
from collections import Counter

import pytest

from desktop_app.model.errors import FileError
from desktop_app.storage import gallery as gallery_module
from desktop_app.storage.gallery import gallery
from desktop_app.storage.resources import example_programs, example_scenarios
from desktop_app.storage.scenario_file import open_source


def test_there_are_many_examples_each_with_a_title_and_a_sentence_of_its_own():
    examples = gallery()
    assert len(examples) >= 16
    for field in ("path", "title", "sentence"):
        assert max(Counter(getattr(example, field) for example in examples).values()) == 1
    assert all(example.sentence.endswith((".", "?")) and len(example.sentence) <= 110 for example in examples)


def test_groups_stay_together():
    groups = [example.group for example in gallery()]
    assert len([1 for before, after in itertools.pairwise(groups) if before != after]) == len(set(groups)) - 1


def test_every_example_opens():
    for example in gallery():
        assert open_source(example.path).processes


def test_nothing_that_ships_as_an_example_is_missing_but_what_is_for_the_explorer():
    known = {example.path for example in gallery()}
    others = {path.name for path in (*example_programs(), *example_scenarios()) if path not in known}
    assert others == {"one_increment.py", "endless.py"}


@pytest.mark.parametrize("text", ["example = 3", '[[example]]\nfile = "programs/app.py"\n', "\0"])
def test_a_damaged_list_is_said_to_be_one(tmp_path, monkeypatch, text):
    damaged = tmp_path / "gallery.toml"
    damaged.write_text(text)
    monkeypatch.setattr(gallery_module, "resource_path", lambda name: damaged)
    with pytest.raises(FileError, match="install Coreloom again"):
        gallery()
