"""Where to look from, and whom to keep in view."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from desktop_app.app.following import Following
from desktop_app.app.habits import Habits
from desktop_app.model.camera import KEYED_STOPS
from desktop_app.views.stage.view import StageView

#: A press of a key comes nearer by this factor.
_ZOOM = 1.25


class ZoomCommands:
    """Moves the camera over the stage."""

    def __init__(self, stage: StageView, following: Following, habits: Habits) -> None:
        self._stage = stage
        self._following = following
        self._habits = habits

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        return {
            **{f"stop_{number}": partial(self._stage.go_to_stop, number) for number in range(1, len(KEYED_STOPS) + 1)},
            "follow": self.follow,
            "zoom_in": lambda: self._stage.zoom_by(_ZOOM),
            "zoom_out": lambda: self._stage.zoom_by(1 / _ZOOM),
            "binary_bytes": lambda: self._habits.change(binary_bytes=not self._habits.now.binary_bytes),
        }

    def follow(self) -> None:
        """Keep the followed thread in view, or the first that runs; when one is in view already, let it go."""
        followed = self._following.followed
        if followed is not None and not self._stage.camera.whole:
            self._stage.follow(None)
            self._following.follow(None)
            return
        thread = followed if followed is not None else self._first_running()
        if thread is not None:
            self._following.follow(thread)
            self._stage.follow(thread)

    def _first_running(self) -> int | None:
        snapshot = self._stage.snapshot
        cores = snapshot.cores if snapshot is not None else ()
        return next((core.thread.index for core in cores if core.thread is not None), None)
