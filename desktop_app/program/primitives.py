"""The primitives that the library is built on: threads, processes, waiting, time, and looking at special methods."""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING, Any, Final

from desktop_app.program.attributes import bind, look_up
from desktop_app.program.builtin_functions import BUILTINS, call_builtin
from desktop_app.program.calling import Call, call_prelude, finish
from desktop_app.program.effects import (
    AwaitExit,
    DeviceUse,
    ExitProcess,
    OutputWrite,
    Park,
    StartProcess,
    StartThread,
    Terminate,
    Unpark,
)
from desktop_app.program.exceptions import RaisedError
from desktop_app.program.faults import HOST_ERRORS, SimulatedError, simulated
from desktop_app.program.generators import async_step, item_or_end, next_of, resume
from desktop_app.program.primitives_of_values import VALUE_PRIMITIVES, hashes_itself
from desktop_app.program.reflection import class_namespace, make_class
from desktop_app.program.suggestions import keyword_suggestion
from desktop_app.program.text import own_repr
from desktop_app.program.tracebacks import traceback_text, wordless
from desktop_app.program.types import FRAME_FUNCTIONS, FRAME_METHODS, OBJECT, of_native_type, type_of
from desktop_app.program.values import (
    HASHES,
    NOTHING,
    AsyncYield,
    Builtin,
    ClassObject,
    DictObject,
    ExceptionObject,
    GeneratorObject,
    InstanceObject,
    ListObject,
    Marker,
    MutableObject,
    NativeObject,
    NeedsProgramError,
    SetObject,
    ViewObject,
    is_class,
    object_write,
    size_bytes,
    user_class,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.program.frame import Continuation, Frame
    from desktop_app.program.process import ProcessImage

_NS_PER_S: Final = 1_000_000_000


def _image(frame: Frame) -> ProcessImage:
    image = frame.space.image
    assert image is not None, "only the threads of a process use primitives"
    return image


def nanoseconds(seconds: object) -> int:
    """Return a time in whole nanoseconds, 0 or more."""
    if not isinstance(seconds, (int, float)):
        raise SimulatedError("TypeError", "a number of seconds is expected")
    return max(0, round(min(seconds, 10**9) * _NS_PER_S))


# -- looking at values ----------------------------------------------------------------------------------------


def _special(_frame: Frame, args: list[object]) -> object:
    value, name = args
    cls = user_class(value)
    if cls is None:
        return None
    found = cls.find(str(name))
    return None if found is NOTHING or found is None else bind(found, value, cls)


def _has_special(_frame: Frame, args: list[object]) -> object:
    value, name = args
    cls = user_class(value)
    if cls is not None:
        return look_up(cls, str(name)) not in (NOTHING, None)
    if name == "__hash__":
        return of_native_type(type_of(value), "__hash__") is not None
    return any(of_native_type(kind, str(name)) is not NOTHING for kind in (type_of(value), OBJECT))


def _attempt(frame: Frame, args: list[object]) -> object:
    """Call a built-in function natively; END when that needs code of the program."""
    name, arguments = args
    builtin = BUILTINS[str(name)]
    assert isinstance(builtin, Builtin), "the prelude names functions"
    assert isinstance(arguments, tuple), "the prelude gives a tuple"
    try:
        return call_builtin(frame.space, frame.effects, builtin, list(arguments), {})
    except NeedsProgramError:
        return Marker.END


def _plain_text(_frame: Frame, args: list[object]) -> object:
    """Return the repr of an instance whose classes define none."""
    cls = user_class(args[0])
    assert cls is not None, "the prelude asks for instances only"
    return own_repr(args[0], cls)


def _next_or_end(frame: Frame, call: Call, then: Continuation) -> object:
    del then  # library code gets the item, or END, on its stack
    return next_of(frame, call.args[0], call.keep, item_or_end)


def _resume_async(frame: Frame, call: Call, then: Continuation) -> object:
    del then
    generator = call.args[0]
    assert isinstance(generator, GeneratorObject), "the prelude gives an asynchronous generator"
    return resume(frame, generator, call.args[1], call.keep, async_step)


def _unwrapped(_frame: Frame, args: list[object]) -> object:
    """Return a pair of whether an asynchronous generator has given a value out, and that value."""
    value = args[0]
    return (True, value.value) if isinstance(value, AsyncYield) else (False, value)


def _layout(_frame: Frame, args: list[object]) -> object:
    return args[0].layout if isinstance(args[0], ClassObject) else ""


def _kind(_frame: Frame, args: list[object]) -> object:
    """Return the name of the built-in type behind a value, whatever class of the program's own it has."""
    value = args[0]
    if isinstance(value, MutableObject):
        return value.kind
    if isinstance(value, ExceptionObject):
        return "exception"
    if isinstance(value, (tuple, str)) and not is_class(value):
        return "tuple" if isinstance(value, tuple) else "str"
    if isinstance(value, ViewObject):
        return value.kind
    return "frozenset" if isinstance(value, frozenset) else ""


# -- dictionaries and sets whose keys have hashes of their own ------------------------------------------------


def _same_hash(_frame: Frame, args: list[object]) -> object:
    """Return the keys of a dictionary or a set that have a given hash, as a tuple."""
    container, number = args
    assert isinstance(container, MutableObject), "the prelude gives a dictionary or a set"
    own = [key for key, one in _hashes(container).items() if one == number and key in container.items]
    probe = _Probe(number)
    _ = probe in container.items
    return (*own, *(key for key in probe.met if isinstance(key, (int, float, complex))))


class _Probe:
    """Equals nothing, and notes what it was compared with: the numbers of a host container that have its hash."""

    def __init__(self, number: object) -> None:
        self._number = number
        self.met: list[object] = []

    def __hash__(self) -> int:
        return self._number if isinstance(self._number, int) else 0

    def __eq__(self, other: object) -> bool:
        self.met.append(other)
        return False


def _without_hash(_frame: Frame, args: list[object]) -> object:
    """Return the keys of a dictionary or a set whose hash is not known yet: they came with a copy of another one."""
    container = args[0]
    assert isinstance(container, MutableObject), "the prelude gives a dictionary or a set"
    known = _hashes(container)
    if len(known) == len(container.items):
        return ()
    for key in [key for key in known if key not in container.items]:
        del known[key]
    return tuple(key for key in container.items if key not in known and hashes_itself(key))


def _know_hash(_frame: Frame, args: list[object]) -> object:
    container, key, number = args
    assert isinstance(container, MutableObject), "the prelude gives a dictionary or a set"
    _hashes(container)[key] = number
    return None


def _hashes(container: MutableObject[Any]) -> dict[object, object]:
    if container.attributes is None:
        container.attributes = {}
    found = container.attributes.setdefault(HASHES, {})
    assert isinstance(found, dict), "nobody else uses that name"
    return found


def _put_hashed(frame: Frame, args: list[object]) -> object:
    """Put an entry in a dictionary, or an element in a set, under the key that stands for all equal ones."""
    container, key, number, *value = args
    assert isinstance(container, MutableObject), "the prelude gives a dictionary or a set"
    _hashes(container)[key] = number
    frame.space.grow(2)
    if isinstance(container, DictObject):
        container.items[key] = value[0]
    else:
        assert isinstance(container, SetObject), "only these two have hashes"
        container.add(key)
    return None


def _raw(frame: Frame, args: list[object]) -> object:
    """Do something to a dictionary or a set with a key by its identity."""
    what, container, key, *rest = args
    items: Any = container.items if isinstance(container, MutableObject) else container
    match what:
        case "get":
            return items[key]
        case "has":
            return key in items
        case "delete":
            if isinstance(container, SetObject):
                container.discard(key)
            else:
                items.pop(key)
        case "set":
            items[key] = rest[0]
    del frame
    return None


# -- threads and processes ------------------------------------------------------------------------------------


def _thread(frame: Frame, _args: list[object]) -> object:
    return frame.number


def _park(frame: Frame, args: list[object]) -> object:
    what, seconds, *_ = [*args, None]
    if seconds is not None and nanoseconds(seconds) == 0:
        return False
    timeout = None if seconds is None else nanoseconds(seconds)
    frame.requests.append(Park(str(what), timeout))
    frame.blocked = True
    return None


def _unpark(frame: Frame, args: list[object]) -> object:
    thread = _image(frame).family.threads.get(args[0])
    if thread is not None:
        frame.requests.append(Unpark(thread))
    return None


def _device(frame: Frame, args: list[object]) -> object:
    name, seconds = args
    if nanoseconds(seconds):
        frame.requests.append(DeviceUse(str(name), nanoseconds(seconds)))
        frame.blocked = True
    return None


def _start_thread(frame: Frame, args: list[object]) -> object:
    run, daemon = args
    thread = _image(frame).call_in_thread(run)
    frame.requests.append(StartThread(thread, bool(daemon)))
    return thread.number


def _start_process(frame: Frame, args: list[object]) -> object:
    run, method, daemon = args
    image, thread = _image(frame).fork(run)
    frame.requests.append(StartProcess(image, thread, str(method), bool(daemon)))
    return image.pid


def _pid(value: object) -> int:
    return value if isinstance(value, int) else -1


def _await_exit(frame: Frame, args: list[object]) -> object:
    pid, seconds = args
    image = _image(frame).family.images.get(_pid(pid))
    if image is None or image.exit_code is not None:
        return True
    if seconds is not None and nanoseconds(seconds) == 0:
        return False
    frame.requests.append(AwaitExit(image, None if seconds is None else nanoseconds(seconds)))
    frame.blocked = True
    return None


def _exit_code(frame: Frame, args: list[object]) -> object:
    image = _image(frame).family.images.get(_pid(args[0]))
    return None if image is None else image.exit_code


def _terminate(frame: Frame, args: list[object]) -> object:
    image = _image(frame).family.images.get(_pid(args[0]))
    if image is not None and image.exit_code is None and isinstance(args[1], int):
        frame.requests.append(Terminate(image, args[1]))
    return None


def _exit(frame: Frame, args: list[object]) -> object:
    code = args[0] if args and isinstance(args[0], int) else 0
    frame.requests.append(ExitProcess(code))
    frame.blocked = True
    return None


def _shared(frame: Frame, args: list[object]) -> object:
    _image(frame).share(args[0])
    return args[0]


def _copy(frame: Frame, args: list[object]) -> object:
    parcel = _image(frame).copied(args[0])
    # Its objects came to be in another process, or are others than those that were handed over: a reader knows none.
    frame.effects += [
        object_write(one) for one in parcel.made if isinstance(one, (ListObject, DictObject, SetObject, InstanceObject))
    ]
    return parcel.value


def _switch_interval(frame: Frame, _args: list[object]) -> object:
    return _image(frame).switch_interval_ns / _NS_PER_S


def _set_switch_interval(frame: Frame, args: list[object]) -> object:
    _image(frame).switch_interval_ns = nanoseconds(args[0])
    return None


def _write(frame: Frame, args: list[object]) -> object:
    text = str(args[0])
    if text:
        frame.effects.append(OutputWrite(text))
    return None


def _traceback(frame: Frame, args: list[object]) -> object:
    error = args[0]
    assert isinstance(error, ExceptionObject), "the library gives an exception"
    return traceback_text(error, list(frame.space.variables), _image(frame).python)


def _wordless(_frame: Frame, args: list[object]) -> object:
    error = args[0]
    assert isinstance(error, ExceptionObject), "the library gives an exception"
    return tuple(wordless(error))


def _put_words(_frame: Frame, args: list[object]) -> object:
    error, words = args
    assert isinstance(error, ExceptionObject), "the prelude gives an exception"
    error.last_words = str(words)
    return None


def _traceback_text(frame: Frame, call: Call, then: Continuation) -> object:
    return call_prelude(frame, "traceback_text", call, then)


def _random(_frame: Frame, args: list[object]) -> object:
    seed = args[0] if args else None
    return NativeObject("Random", _seeded(seed))


def _seeded(seed: object) -> random.Random:
    if not isinstance(seed, (int, float, str, bytes, type(None))):
        words = "The only supported seed types are:\nNone, int, float, str, bytes, and bytearray."
        raise SimulatedError("TypeError", words)
    return random.Random(0 if seed is None else seed)


def _random_method(name: str) -> Callable[[Frame, list[object]], object]:
    def method(_frame: Frame, args: list[object]) -> object:
        target = args[0]
        assert isinstance(target, NativeObject), "methods are found by their type"
        if name == "seed":
            target.state = _seeded(args[1])
            return None
        try:
            return getattr(target.state, name)(*args[1:])
        except HOST_ERRORS as error:
            raise simulated(error) from None

    return method


def _files(frame: Frame, _args: list[object]) -> object:
    return _image(frame).files()


def _now_ns(frame: Frame) -> int:
    """Return the simulated time: several instructions may have been executed since the process's clock was set."""
    image = _image(frame)
    executed = frame.log.count if frame.log is not None else 0
    return image.now_ns + executed * image.instruction_ns


def _cpu_ns(frame: Frame, args: list[object]) -> object:
    """Return the processor time of the calling thread, or of its process."""
    frames = frame.space.frames if args[0] else [frame]
    executed = sum(one.executed for one in frames) + (frame.log.count if frame.log is not None else 0)
    return executed * _image(frame).instruction_ns


def _size_of(frame: Frame, args: list[object]) -> object:
    del frame
    value = args[0]
    if isinstance(value, MutableObject):
        return object_write(value).size_bytes  # type: ignore[arg-type]
    return size_bytes(value) or 48


def _suggestion(_frame: Frame, args: list[object]) -> object:
    wrong, names = args
    items = names.items if isinstance(names, ListObject) else names
    return keyword_suggestion(str(wrong), [str(name) for name in items])  # type: ignore[attr-defined]


def _raise_again(_frame: Frame, args: list[object]) -> object:
    error = args[0]
    assert isinstance(error, ExceptionObject), "the library gives an exception"
    raise RaisedError(error, again=True)


_PLAIN: Final[dict[str, Callable[[Frame, list[object]], object]]] = {
    **VALUE_PRIMITIVES,
    "attempt": _attempt,
    "await_exit": _await_exit,
    "copy": _copy,
    "cpu_count": lambda frame, _args: _image(frame).cores,
    "cpu_ns": _cpu_ns,
    "default_seed": lambda frame, _args: _image(frame).seed,
    "device": _device,
    "exit": _exit,
    "exit_code": _exit_code,
    "files": _files,
    "has_hashes": lambda _frame, args: HASHES in (getattr(args[0], "attributes", None) or ()),
    "has_special": _has_special,
    "keyword_suggestion": _suggestion,
    "kind": _kind,
    "know_hash": _know_hash,
    "layout": _layout,
    "now": lambda frame, _args: _now_ns(frame),
    "parent_pid": lambda frame, _args: _image(frame).parent_pid,
    "park": _park,
    "pid": lambda frame, _args: _image(frame).pid,
    "plain_text": _plain_text,
    "program": lambda frame, _args: _image(frame).program,
    "put_hashed": _put_hashed,
    "python_version": lambda frame, _args: tuple(map(int, _image(frame).python.split(".")[:3])),
    "raise_again": _raise_again,
    "random": _random,
    "raw": _raw,
    "same_hash": _same_hash,
    "set_switch_interval": _set_switch_interval,
    "shared": _shared,
    "sizeof": _size_of,
    "special": _special,
    "start_process": _start_process,
    "start_thread": _start_thread,
    "switch_interval": _switch_interval,
    "terminate": _terminate,
    "thread": _thread,
    "plain_traceback": _traceback,
    "put_words": _put_words,
    "unpark": _unpark,
    "unwrapped": _unwrapped,
    "without_hash": _without_hash,
    "wordless": _wordless,
    "version": lambda _frame, _args: sys.version_info[:2],
    "write": _write,
}


def _called(function: Callable[[Frame, list[object]], object]) -> Callable[[Frame, Call, Continuation], object]:
    def caller(frame: Frame, call: Call, then: Continuation) -> object:
        return finish(frame, call, then, function(frame, [*call.args, *call.keywords.values()]))

    return caller


_CALLING: Final = {
    "class_namespace": class_namespace,
    "make_class": make_class,
    "next_or_end": _next_or_end,
    "resume_async": _resume_async,
    "traceback": _traceback_text,
}
#: The names of all primitives.
PRIMITIVE_FUNCTIONS: Final = (*_PLAIN, *_CALLING)
FRAME_FUNCTIONS.update({f"_machine.{name}": _called(function) for name, function in _PLAIN.items()})
FRAME_FUNCTIONS.update({f"_machine.{name}": function for name, function in _CALLING.items()})
FRAME_METHODS.update({("Random", name): _called(_random_method(name)) for name in ("random", "getrandbits", "seed")})
