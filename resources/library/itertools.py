"""Iterators that make, join and choose items; all of them are lazy, as CPython's are."""

import _machine

_MAX_SIZE = 9223372036854775807


class _Iterator:
    """An iterator whose items come from the generator that its class sets as `_items`."""

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._items)


class count(_Iterator):
    """start, start + step, start + 2 * step ..."""

    def __init__(self, start=0, step=1):
        if not _is_number(start) or not _is_number(step):
            raise TypeError("a number is required")
        self._value = start
        self._step = step

    def __next__(self):
        value = self._value
        self._value = value + self._step
        return value

    def __repr__(self):
        if self._step == 1 and isinstance(self._step, int):
            return f"count({self._value!r})"
        return f"count({self._value!r}, {self._step!r})"


def _is_number(value):
    return isinstance(value, (int, float, complex)) or _machine.has_special(value, "__float__")


class cycle(_Iterator):
    """The items again and again."""

    def __init__(self, iterable, /):
        self._source = iter(iterable)
        self._saved = []
        self._place = -1

    def __next__(self):
        if self._place < 0:
            for item in self._source:
                self._saved.append(item)
                return item
            if not self._saved:
                raise StopIteration
            self._place = 0
        saved = self._saved
        item = saved[self._place]
        self._place = (self._place + 1) % len(saved)
        return item


class repeat(_Iterator):
    """One object, for ever or `times` times."""

    def __init__(self, object, times=None):
        self._object = object
        if times is not None and not isinstance(times, int):
            raise TypeError(f"'{type(times).__name__}' object cannot be interpreted as an integer")
        self._left = None if times is None else max(times, 0)

    def __next__(self):
        if self._left is not None:
            if not self._left:
                raise StopIteration
            self._left -= 1
        return self._object

    def __length_hint__(self):
        if self._left is None:
            raise TypeError("len() of unsized object")
        return self._left

    def __repr__(self):
        if self._left is None:
            return f"repeat({self._object!r})"
        return f"repeat({self._object!r}, {self._left})"


class chain(_Iterator):
    """The items of one iterable after those of the other."""

    def __init__(self, *iterables):
        self._items = _chained(iterables)

    @classmethod
    def from_iterable(cls, iterable, /):
        result = cls()
        result._items = _chained(iter(iterable))
        return result


def _chained(iterables):
    for iterable in iterables:
        yield from iterable


class islice(_Iterator):
    """The items at the positions of a slice."""

    def __init__(self, iterable, /, *limits):
        if not 1 <= len(limits) <= 3:
            bound = "at least 2" if not limits else "at most 4"
            raise TypeError(f"islice expected {bound} arguments, got {len(limits) + 1}")
        start, stop, step = 0, limits[0], 1
        if len(limits) > 1:
            start, stop = limits[0], limits[1]
            if len(limits) > 2 and limits[2] is not None:
                step = limits[2]
        if stop is not None and not _fits(stop):
            if not isinstance(stop, int) or stop == -1:
                raise ValueError("Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
            raise ValueError("Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
        start = 0 if start is None else start
        if not _fits(start):
            raise ValueError("Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
        if not _fits(step) or step < 1:
            raise ValueError("Step for islice() must be a positive integer or None.")
        self._items = _sliced(iter(iterable), start, stop, step)


def _fits(number):
    return isinstance(number, int) and 0 <= number <= _MAX_SIZE


def _sliced(source, start, stop, step):
    # It takes no more items than it has to, and those before `stop` even when it gives none of them.
    wanted = start
    place = 0
    if stop == 0 and start == 0:
        return
    if stop is not None and start >= stop:
        for item in source:
            place += 1
            if place >= start:
                return
        return
    for item in source:
        if place == wanted:
            yield item
            wanted += step
            if stop is not None and wanted >= stop:
                place += 1
                if place < stop:
                    for _ in source:
                        place += 1
                        if place >= stop:
                            break
                return
        place += 1


class accumulate(_Iterator):
    """The running total, or what `func` makes of the total so far and the next item."""

    def __init__(self, iterable, func=None, *, initial=None):
        self._items = _accumulated(iter(iterable), func, initial)


def _accumulated(source, func, initial):
    total = initial
    if initial is None:
        for total in source:
            break
        else:
            return
    yield total
    if func is None:
        for item in source:
            total = total + item
            yield total
    else:
        for item in source:
            total = func(total, item)
            yield total


class pairwise(_Iterator):
    """Each item with the one after it."""

    def __init__(self, iterable, /):
        self._items = _paired(iter(iterable))


def _paired(source):
    for first in source:
        break
    else:
        return
    for second in source:
        yield first, second
        first = second


class batched(_Iterator):
    """Tuples of `n` items each, the last perhaps of fewer."""

    def __init__(self, iterable, n, *, strict=False):
        if n < 1:
            raise ValueError("n must be at least one")
        self._items = _batches(iter(iterable), n, strict)


def _batches(source, n, strict):
    batch = []
    for item in source:
        batch.append(item)
        if len(batch) == n:
            yield tuple(batch)
            batch = []
    if batch:
        if strict:
            raise ValueError("batched(): incomplete batch")
        yield tuple(batch)


if _machine.version() < (3, 12):
    del batched


class takewhile(_Iterator):
    """The items before the first one that fails."""

    def __init__(self, predicate, iterable, /):
        self._items = _taken(predicate, iter(iterable))


def _taken(predicate, source):
    for item in source:
        if not predicate(item):
            return
        yield item


class dropwhile(_Iterator):
    """The items from the first one that fails."""

    def __init__(self, predicate, iterable, /):
        self._items = _dropped(predicate, iter(iterable))


def _dropped(predicate, source):
    for item in source:
        if not predicate(item):
            yield item
            break
    yield from source


class filterfalse(_Iterator):
    """The items for which the function is false."""

    def __init__(self, function, iterable, /):
        self._items = _refused(function, iter(iterable))


def _refused(function, source):
    if function is None or function is bool:
        for item in source:
            if not item:
                yield item
    else:
        for item in source:
            if not function(item):
                yield item


class compress(_Iterator):
    """The items whose selector is true."""

    def __init__(self, data, selectors):
        self._items = _selected(iter(data), iter(selectors))


def _selected(data, selectors):
    for item, selector in zip(data, selectors):
        if selector:
            yield item


class starmap(_Iterator):
    """What the function makes of each tuple of arguments."""

    def __init__(self, function, iterable, /):
        self._items = _starred(function, iter(iterable))


def _starred(function, source):
    for args in source:
        yield function(*args)


class zip_longest(_Iterator):
    """Tuples of one item of each iterable, until the longest has ended."""

    def __init__(self, *iterables, fillvalue=None):
        self._items = _zipped([iter(iterable) for iterable in iterables], fillvalue)


def _zipped(sources, fill):
    ended = object()
    active = len(sources)
    while active:
        row = []
        for place, source in enumerate(sources):
            item = fill
            if source is not None:
                item = next(source, ended)
                if item is ended:
                    active -= 1
                    if not active:
                        return
                    sources[place] = None
                    item = fill
            row.append(item)
        yield tuple(row)


class product(_Iterator):
    """All tuples of one item of each iterable, the last changing first."""

    def __init__(self, *iterables, repeat=1):
        if repeat < 0:
            raise ValueError("repeat argument cannot be negative")
        self._items = _products([tuple(iterable) for iterable in iterables] * repeat)


def _products(pools):
    if not pools:
        yield ()
        return
    if not all(pools):
        return
    *front, last = pools
    places = [0] * len(front)
    head = tuple([pool[0] for pool in front])
    while True:
        for item in last:
            yield (*head, item)
        turn = len(front) - 1
        while turn >= 0 and places[turn] == len(front[turn]) - 1:
            places[turn] = 0
            turn -= 1
        if turn < 0:
            return
        places[turn] += 1
        head = tuple([pool[place] for pool, place in zip(front, places)])


class permutations(_Iterator):
    """All orders of `r` of the items, by their positions."""

    def __init__(self, iterable, r=None):
        pool = tuple(iterable)
        if r is not None and not isinstance(r, int):
            raise TypeError("Expected int as r")
        if r is not None and r < 0:
            raise ValueError("r must be non-negative")
        self._items = _permuted(pool, len(pool) if r is None else r)


def _permuted(pool, r):
    size = len(pool)
    if r > size:
        return
    if not r:
        yield ()
        return
    # `rest[depth]` holds the positions that may still follow the first `depth` chosen ones.
    chosen = []
    rest = [list(range(size))]
    turns = [0]
    while turns:
        depth = len(turns) - 1
        turn = turns[depth]
        free = rest[depth]
        if depth == r - 1:
            head = tuple([pool[place] for place in chosen])
            for place in free:
                yield (*head, pool[place])
            turn = len(free)
        if turn == len(free):
            turns.pop()
            rest.pop()
            if chosen:
                chosen.pop()
            continue
        turns[depth] += 1
        chosen.append(free[turn])
        rest.append(free[:turn] + free[turn + 1 :])
        turns.append(0)


class combinations(_Iterator):
    """All choices of `r` items in the order of the iterable."""

    def __init__(self, iterable, r):
        pool = tuple(iterable)
        if r < 0:
            raise ValueError("r must be non-negative")
        self._items = _combined(pool, r)


def _combined(pool, r):
    size = len(pool)
    if r > size:
        return
    if not r:
        yield ()
        return
    places = list(range(r))
    while True:
        head = tuple([pool[place] for place in places[:-1]])
        for item in pool[places[-1] :]:
            yield (*head, item)
        turn = r - 2
        while turn >= 0 and places[turn] == turn + size - r:
            turn -= 1
        if turn < 0:
            return
        first = places[turn] + 1
        places[turn:] = range(first, first + r - turn)


class combinations_with_replacement(_Iterator):
    """All choices of `r` items in the order of the iterable, any of them more than once."""

    def __init__(self, iterable, r):
        pool = tuple(iterable)
        if r < 0:
            raise ValueError("r must be non-negative")
        self._items = _replaced(pool, r)


def _replaced(pool, r):
    if not r:
        yield ()
        return
    if not pool:
        return
    last = len(pool) - 1
    places = [0] * r
    while True:
        head = tuple([pool[place] for place in places[:-1]])
        for item in pool[places[-1] :]:
            yield (*head, item)
        turn = r - 2
        while turn >= 0 and places[turn] == last:
            turn -= 1
        if turn < 0:
            return
        places[turn:] = [places[turn] + 1] * (r - turn)


class groupby(_Iterator):
    """Runs of items with the same key, each as (key, iterator of the run)."""

    def __init__(self, iterable, key=None):
        self._source = iter(iterable)
        self._key = key
        self._item = None
        self._item_key = None
        # Whether `_item` was taken from the source and not given out yet.
        self._waiting = False
        self._group = None

    def _look_ahead(self):
        """Take an item from the source if none waits; False at the end."""
        if not self._waiting:
            for item in self._source:
                self._item_key = item if self._key is None else self._key(item)
                self._item = item
                self._waiting = True
                return True
        return self._waiting

    def __next__(self):
        group = self._group
        self._group = None
        if group is not None:
            while self._look_ahead() and group._key == self._item_key:
                self._waiting = False
        if not self._look_ahead():
            raise StopIteration
        self._group = _grouper(self, self._item_key)
        return self._item_key, self._group


class _grouper(_Iterator):
    def __init__(self, owner, key):
        self._owner = owner
        self._key = key

    def __next__(self):
        owner = self._owner
        if owner._group is self and owner._look_ahead() and self._key == owner._item_key:
            owner._waiting = False
            return owner._item
        raise StopIteration


def tee(iterable, n=2, /):
    """`n` iterators over the items of one."""
    if n < 0:
        raise ValueError("n must be >= 0")
    if not n:
        return ()
    first = iterable if isinstance(iterable, _tee) else _tee(iter(iterable), [None, None])
    return (first, *[_tee(first._source, first._link) for _ in range(n - 1)])


class _tee(_Iterator):
    """One of the iterators; what it has not given yet hangs in a chain of links that all share."""

    def __init__(self, source, link):
        self._source = source
        self._link = link

    def __next__(self):
        link = self._link
        if link[1] is None:
            link[0] = next(self._source)
            link[1] = [None, None]
        self._link = link[1]
        return link[0]

    def __copy__(self):
        return _tee(self._source, self._link)
