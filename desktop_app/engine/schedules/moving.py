"""Moves: from a state and a choice of thread to the next state. What was worked out once is known from then on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from desktop_app.engine.schedules.memory import Living, Memory
from desktop_app.engine.schedules.running import Runner, Went
from desktop_app.engine.schedules.states import ENDED, FAILED, READY, Choice, Doing, Move, Place, State, Wish
from desktop_app.engine.schedules.steps import Access, StepRules
from desktop_app.engine.schedules.wishes import Draft
from desktop_app.engine.schedules.wording import Note
from desktop_app.program.effects import (
    AwaitExit,
    DeviceUse,
    ExitProcess,
    Outcome,
    Park,
    Request,
    StartProcess,
    StartThread,
    Terminate,
    Unpark,
)

if TYPE_CHECKING:
    from desktop_app.program.loading import LoadedProgram
    from desktop_app.program.process import ProcessImage
    from desktop_app.program.thread import ProgramThread

#: Makes the processes of a program and their threads anew, each thread with the number of its process.
Maker = Callable[[], tuple[list["ProcessImage"], list[tuple["ProgramThread", int]]]]
#: Longer than any wait lasts.
_LONG_NS = 10**18
_STATUS = {Outcome.ENDED: ENDED, Outcome.FAILED: FAILED}


class Arrival(NamedTuple):
    """Where one choice leads.

    Attributes:
        state: The next state.
        notes: What the chosen thread did, for people.
        accesses: Global variables that were touched, by which thread.
    """

    state: State
    notes: tuple[Note, ...]
    accesses: tuple[tuple[int, frozenset[Access]], ...]


class Mover:
    """Works out moves.

    Args:
        loaded: The program.
        make: Makes its processes and threads anew, each thread with the number of its process.
        contested: Its contested global variables, by process.
        at_switch_points: Whether threads give way only where CPython may give up the GIL.
    """

    def __init__(
        self,
        loaded: LoadedProgram,
        make: Maker,
        contested: frozenset[tuple[int, str]],
        *,
        at_switch_points: bool,
    ) -> None:
        self.memory = Memory()
        self.texts: list[str] = [""]
        self._text_numbers = {"": 0}
        self._loaded = loaded
        self._contested = contested
        self._rules: dict[int, StepRules] = {}
        #: For each process the number of the first object that was made while it had several threads.
        self._first_numbers: dict[int, int] = {}
        self._at_switch_points = at_switch_points
        self._make = make
        #: For each state, where it was found first: the state before and the choice that led on from there.
        self._origins: dict[State, tuple[State, Choice] | None] = {}
        self._known: dict[tuple[object, ...], Move] = {}

    @property
    def executed(self) -> int:
        """How many different moves were executed in the interpreter."""
        return len(self._known)

    def begin(self) -> Arrival:
        """Return where the threads are before their first steps."""
        living = self._new()
        shared, found = self.memory.freeze(living)
        places = tuple(Place(*found[number], READY, process) for number, process in enumerate(self._processes))
        state = State(shared, places, (None,) * len(living.images), 0)
        self._origins[state] = None
        return self._settled(state, list(range(len(places))), Arrival(state, (), ()))

    def _new(self) -> Living:
        images, threads = self._make()
        self._processes = [process for _, process in threads]
        return Living(images, dict(enumerate(thread for thread, _ in threads)))

    def arrive(self, state: State, thread: int) -> Arrival:
        """Return where it leads that a thread makes its next step."""
        choice = Choice(thread)
        after, move, settling = self._moved(state, choice)
        return self._settled(after, settling, Arrival(after, move.notes, ((thread, move.accesses),)))

    def living(self, state: State) -> Living:
        """Return the processes and threads of a state, as they are in it."""
        if not self.memory.copiable(state):
            return self._replay(state)
        places = {number: place for number, place in enumerate(state.places) if not place.over}
        return self.memory.thaw(state.shared, places, [place.process for place in state.places])

    def images(self, state: State) -> list[ProcessImage]:
        """Return the processes of a state."""
        if self.memory.parts[state.shared].copiable:
            return self.memory.thaw(state.shared, {}, ()).images
        return self._replay(state).images

    def _settled(self, state: State, settling: list[int], arrival: Arrival) -> Arrival:
        accesses = list(arrival.accesses)
        notes = arrival.notes
        chosen = next((number for number, _ in accesses), -1)
        while settling:
            number = settling.pop(0)
            if state.places[number].status.doing is not Doing.READY:
                continue
            choice = Choice(number, settles=True)
            state, move, more = self._moved(state, choice)
            settling += more
            accesses.append((number, move.accesses))
            notes += move.notes if number == chosen else ()
        return Arrival(state, notes, tuple(accesses))

    def _moved(self, state: State, choice: Choice) -> tuple[State, Move, list[int]]:
        number = choice.thread
        place = state.places[number]
        key = (
            state.shared, place.local, place.refs, place.status, place.process, len(state.places), len(state.exits),
            choice.settles,
        )  # fmt: skip
        if not self.memory.has_extras(state.shared):
            move = self._known.get(key) or self._known.get((*key, number))
            if move is None:
                move, _ = self._execute(state, choice, whole=False)
                # What says nothing of who it was is the same for any thread that is in the same place.
                named = move.asks_who or bool(move.wishes) or self.memory.parts[move.shared].names_threads
                self._known[(*key, number) if named else key] = move
            if move.moved is None:
                return self._after(state, choice, move, {})
            others = {other: one for other, one in enumerate(state.places) if other != number and not one.over}
            if all(move.moved[ref] >= 0 for one in others.values() for ref in one.refs):
                places = {
                    other: one._replace(refs=tuple(move.moved[ref] for ref in one.refs))
                    for other, one in others.items()
                }
                return self._after(state, choice, move, places)
        move, places = self._execute(state, choice, whole=True)
        return self._after(state, choice, move, places)

    def _execute(self, state: State, choice: Choice, *, whole: bool) -> tuple[Move, dict[int, Place]]:
        """Execute a move; when it is a whole one, all threads take part in how memory is divided."""
        taking_part = {
            other: place
            for other, place in enumerate(state.places)
            if other == choice.thread or (whole and not place.over)
        }
        if self.memory.copiable(state):
            living = self.memory.thaw(state.shared, taking_part, [place.process for place in state.places])
        else:
            living = self._replay(state)
            living.present &= set(taking_part)
        return self._carry_out(living, state, choice)

    def _carry_out(self, living: Living, state: State, choice: Choice) -> tuple[Move, dict[int, Place]]:
        """Let a living thread make a move, and freeze what came of it."""
        number, before = choice.thread, list(living.shared)
        went = self.execute(living, state, choice)
        if went.outcome in _STATUS:
            living.present.discard(number)
        wishes = [self._wish(living, state, number, request) for request in went.requests]
        shared, found = self.memory.freeze(living)
        numbers = {id(one): new for new, one in enumerate(living.shared)}
        moved = tuple(numbers.get(id(one), -1) for one in before)
        local, refs = found.get(number, (-1, ()))
        move = Move(
            shared=shared,
            local=local,
            refs=refs,
            moved=None if moved == tuple(range(len(moved))) else moved,
            status=_STATUS.get(went.outcome, READY),
            output=went.output,
            wishes=tuple(self._placed(wish, found) for wish in wishes),
            ends_process=went.ends_process,
            exit_code=went.exit_code,
            notes=tuple(went.notes),
            accesses=frozenset(went.accesses),
            instructions=went.instructions,
            asks_who=went.asks_who,
        )
        places = {
            other: state.places[other]._replace(local=found[other][0], refs=found[other][1])
            for other in found
            if other != number and other < len(state.places)
        }
        return move, places

    def _replay(self, state: State) -> Living:
        """Return the living threads of a state whose memory cannot be copied: by a schedule, from the start."""
        path = []
        origin = self._origins[state]
        while origin is not None:
            path.append(origin)
            origin = self._origins[origin[0]]
        living = self._new()
        self.memory.freeze(living)
        for before, choice in reversed(path):
            self._carry_out(living, before, choice)
        return living

    def execute(self, living: Living, state: State, choice: Choice) -> Went:
        """Let a living thread do what a choice says."""
        place, thread = state.places[choice.thread], living.threads[choice.thread]
        image, status = living.images[place.process], place.status
        for one, code in zip(living.images, state.exits, strict=True):
            one._exit_code = code  # noqa: SLF001 - its memory is to be kept for who looks at it at the end
        runner = Runner(
            rules=self._rules_of(place.process),
            process=place.process,
            at_switch_points=self._at_switch_points,
            alone=len(state.places) == 1,
            shared={id(one) for one in living.shared},
        )
        if status.doing is Doing.READY and status.answer is None:
            return runner.run(thread, steps=not choice.settles)
        thread.resume(status.doing is Doing.PARKED or status.doing is Doing.AWAITING)
        now_ns = image.now_ns
        if status.doing is not Doing.READY:
            # Beside other threads time says nothing: only who has waited long enough sees that it has gone by.
            image.now_ns += status.limit_ns if runner.alone else _LONG_NS
        went = runner.wake(thread, status.what, says=not choice.settles)
        if not runner.alone:
            image.now_ns = now_ns
        return runner.run(thread, steps=False, went=went)

    def _note_first_number(self, living: Living, process: int, *, alone: bool) -> None:
        """Remember which objects were there before a process had several threads: all schedules number them alike."""
        if alone and process not in self._first_numbers:
            self._first_numbers[process] = living.images[process]._space.next_number()  # noqa: SLF001 - it goes by fields
            self._rules.pop(process, None)

    def _rules_of(self, process: int) -> StepRules:
        if process not in self._rules:
            names = {name for number, name in self._contested if number == process}
            self._rules[process] = StepRules(self._loaded, names, self._first_numbers.get(process, 0))
        return self._rules[process]

    def _wish(self, living: Living, state: State, number: int, request: Request) -> Wish:  # noqa: PLR0911 - one return per kind
        """Return a request with numbers for objects; what it starts becomes part of the living."""
        kind, process = type(request).__name__, state.places[number].process
        match request:
            case Park(what, timeout):
                return Wish(kind, what, timeout is not None, limit_ns=timeout or 0)
            case DeviceUse(device, duration):
                return Wish(kind, device, timed=True, limit_ns=duration)
            case Unpark(thread):
                return Wish(kind, target=living.number(thread))
            case AwaitExit(image, timeout):
                target = living.images.index(image)
                return Wish(kind, f"P{target + 1}'s end", timeout is not None, target, limit_ns=timeout or 0)
            case Terminate(image, signal):
                return Wish(kind, target=living.images.index(image), code=signal)
            case ExitProcess(code):
                return Wish(kind, code=code)
            case StartThread(thread, daemon):
                self._note_first_number(living, process, alone=len(state.places) == 1)
                return Wish(kind, place=self._started(living, state, thread, process, daemon=daemon))
            case StartProcess(image, thread, _, daemon):
                living.images.append(image)
                return Wish(kind, place=self._started(living, state, thread, len(living.images) - 1, daemon=daemon))

    def _started(self, living: Living, state: State, thread: ProgramThread, process: int, *, daemon: bool) -> Place:
        number = max([len(state.places), *(other + 1 for other in living.present)])
        living.threads[number] = thread
        living.present.add(number)
        return Place(number, (), READY, process, daemon)

    def _placed(self, wish: Wish, found: dict[int, tuple[int, tuple[int, ...]]]) -> Wish:
        """Return a request whose new thread, which was known by its number, has its memory."""
        if wish.place is None:
            return wish
        local, refs = found[wish.place.local]
        return wish._replace(place=wish.place._replace(local=local, refs=refs))

    def _after(
        self, state: State, choice: Choice, move: Move, places: dict[int, Place]
    ) -> tuple[State, Move, list[int]]:
        number = choice.thread
        draft = Draft.of(state)
        for other, place in places.items():
            draft.places[other] = place
        old = state.places[number]
        draft.places[number] = Place(move.local, move.refs, move.status, old.process, old.daemon)
        for wish in move.wishes:
            draft.grant(number, wish)
        if draft.places[number].over:
            draft.end_if_over(old.process, move.exit_code, ends=move.ends_process)
        output = self._text(self.texts[state.output] + move.output) if move.output else state.output
        after = State(move.shared, tuple(draft.places), tuple(draft.exits), output)
        self._origins.setdefault(after, (state, choice))
        return after, move, draft.settling

    def _text(self, text: str) -> int:
        number = self._text_numbers.setdefault(text, len(self.texts))
        if number == len(self.texts):
            self.texts.append(text)
        return number
