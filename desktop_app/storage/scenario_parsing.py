"""From the text of a scenario file to a scenario, with every value checked."""

from __future__ import annotations

from pathlib import Path

from msgspec import UNSET

from desktop_app.model.bookmark import Bookmark
from desktop_app.model.scenario import Scenario
from desktop_app.storage import limits
from desktop_app.storage.action_parsing import parse_actions
from desktop_app.storage.document import check_document
from desktop_app.storage.field_reading import FieldReader
from desktop_app.storage.machine_parsing import parse_machine
from desktop_app.storage.process_parsing import ProcessParser
from desktop_app.storage.scenario_checks import check_scenario, check_totals
from desktop_app.storage.scheduler_parsing import parse_scheduler
from desktop_app.storage.sharing_parsing import parse_devices, parse_resources
from desktop_app.storage.tables import BookmarkTable
from desktop_app.storage.toml_reading import load_toml

__all__ = ["as_title", "check_totals", "default_title", "parse_scenario"]


def parse_scenario(text: str, *, file: str, folder: Path | None) -> Scenario:
    """Return the scenario that ``text`` describes.

    Args:
        text: A TOML document.
        file: Its name, for errors, for `Scenario.source` and for the title when it has none.
        folder: Where its programs are looked for, or None when it must carry their text itself.

    Raises:
        ScenarioError: For the first thing that is wrong.
    """
    document = check_document(load_toml(text, file=file), file=file)
    reader = FieldReader(file=file)
    parser = ProcessParser(reader, folder=folder)
    processes = tuple(parser.parse(index, table) for index, table in enumerate(document.process))
    machine = parse_machine(document.machine, reader)
    scenario = Scenario(
        title=reader.label("title", document.title, otherwise=default_title(file)),
        machine=machine,
        scheduler=parse_scheduler(document.scheduler, reader),
        processes=processes,
        resources=parse_resources(document.resource, reader),
        devices=parse_devices(document.device, reader),
        actions=parse_actions(document.action, machine=machine, processes=processes, reader=reader),
        bookmarks=tuple(_bookmark(index, table, reader) for index, table in enumerate(document.bookmark)),
        seed=document.seed,
        until_ns=None if document.until is UNSET else reader.measure("until", document.until, limits.UNTIL),
        source=file,
    )
    check_scenario(scenario, file=file)
    return scenario


def _bookmark(index: int, table: BookmarkTable, reader: FieldReader) -> Bookmark:
    field = f"bookmark[{index}]"
    return Bookmark(
        at_ns=reader.measure(f"{field}.at", table.at, limits.ARRIVAL),
        name=reader.label(f"{field}.name", table.name, otherwise=""),
    )


def default_title(file: str) -> str:
    """Return what a scenario without a title is called: the name of its file."""
    return as_title(Path(file).stem)


def as_title(stem: str) -> str:
    """Return a file's name as a title."""
    return limits.as_label(stem, otherwise="scenario")
