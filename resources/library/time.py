"""Simulated `time`: the clocks of the simulated machine, and sleep.

`time()` begins at 2024-01-01 00:00 UTC; `monotonic` and `perf_counter` at 0, when the run begins. Local time is UTC.
Left out: `clock_gettime` and its family, `tzset`, `get_clock_info`, `strptime`. Reading a clock takes no time of its own.
"""

import _machine

_EPOCH_NS = 1_704_067_200_000_000_000
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July",
           "August", "September", "October", "November", "December")

timezone = altzone = daylight = 0
tzname = ("UTC", "UTC")


def sleep(seconds, /):
    """Block the calling thread for so many seconds; 0 lets other threads have the GIL."""
    if not isinstance(seconds, (int, float)):
        raise TypeError(f"'{type(seconds).__name__}' object cannot be interpreted as an integer")
    if seconds != seconds:
        raise ValueError("Invalid value NaN (not a number)")
    if seconds > 9223372036.854775:
        raise OverflowError("timestamp out of range for platform time_t")
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    # A park of no time would keep the GIL.
    _machine.park("sleep", max(seconds, 0.000000001))


def time_ns():
    return _EPOCH_NS + _machine.now()


def time():
    return time_ns() / 1_000_000_000


def monotonic_ns():
    return _machine.now()


def monotonic():
    return _machine.now() / 1_000_000_000


def perf_counter_ns():
    return _machine.now()


def perf_counter():
    return _machine.now() / 1_000_000_000


def process_time_ns():
    return _machine.cpu_ns(True)


def process_time():
    return _machine.cpu_ns(True) / 1_000_000_000


def thread_time_ns():
    return _machine.cpu_ns(False)


def thread_time():
    return _machine.cpu_ns(False) / 1_000_000_000


class struct_time:
    """A moment in year, month, day, hour, minute, second, day of the week, day of the year, and 0 (no summer time)."""

    n_fields = 11
    n_sequence_fields = 9
    n_unnamed_fields = 0

    def __init__(self, parts):
        self._parts = tuple(parts)

    def __getitem__(self, index):
        return self._parts[index]

    def __len__(self):
        return 9

    def __iter__(self):
        return iter(self._parts)

    def __eq__(self, other):
        return self._parts == tuple(other)

    def __hash__(self):
        return hash(self._parts)

    tm_year = property(lambda self: self[0])
    tm_mon = property(lambda self: self[1])
    tm_mday = property(lambda self: self[2])
    tm_hour = property(lambda self: self[3])
    tm_min = property(lambda self: self[4])
    tm_sec = property(lambda self: self[5])
    tm_wday = property(lambda self: self[6])
    tm_yday = property(lambda self: self[7])
    tm_isdst = property(lambda self: self[8])
    tm_zone = property(lambda self: "UTC")
    tm_gmtoff = property(lambda self: 0)

    def __repr__(self):
        names = ("year", "mon", "mday", "hour", "min", "sec", "wday", "yday", "isdst")
        return f"time.struct_time({', '.join(f'tm_{name}={value}' for name, value in zip(names, self._parts))})"


def _days_before_year(year):
    past = year - 1
    return past * 365 + past // 4 - past // 100 + past // 400


def _month_lengths(year):
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def gmtime(seconds=None, /):
    """A moment, `seconds` after 1970-01-01 00:00 UTC (None: now), in its parts."""
    whole = int((time() if seconds is None else seconds) // 1)
    if not -62135596800 <= whole < 253402300800:
        raise ValueError("year is out of range")
    days, second = divmod(whole, 86400)
    days += _days_before_year(1970)
    year = days * 400 // 146097 + 1
    while _days_before_year(year) > days:
        year -= 1
    while _days_before_year(year + 1) <= days:
        year += 1
    yday = days - _days_before_year(year)
    month, day = 1, yday
    for length in _month_lengths(year):
        if day < length:
            break
        day -= length
        month += 1
    clock = (second // 3600, second // 60 % 60, second % 60)
    return struct_time((year, month, day + 1, *clock, days % 7, yday + 1, 0))


localtime = gmtime


def mktime(parts, /):
    """The seconds since 1970-01-01 00:00 of a moment in parts."""
    year, month, day, hour, minute, second = tuple(parts)[:6]
    days = _days_before_year(year) + sum(_month_lengths(year)[:month - 1]) + day - 1 - _days_before_year(1970)
    return float(((days * 24 + hour) * 60 + minute) * 60 + second)


def _fields(parts):
    year, month, day, hour, minute, second, wday, yday = tuple(parts)[:8]
    return {
        "Y": f"{year}", "m": f"{month:02}", "d": f"{day:02}", "H": f"{hour:02}", "M": f"{minute:02}",
        "S": f"{second:02}", "y": f"{year % 100:02}", "j": f"{yday:03}", "I": f"{(hour + 11) % 12 + 1:02}",
        "p": "AM" if hour < 12 else "PM", "a": _DAYS[wday][:3], "A": _DAYS[wday], "b": _MONTHS[month - 1][:3],
        "B": _MONTHS[month - 1], "w": f"{(wday + 1) % 7}", "u": f"{wday + 1}", "e": f"{day:2}", "Z": "UTC", "z": "+0000",
        "F": f"{year}-{month:02}-{day:02}", "T": f"{hour:02}:{minute:02}:{second:02}", "R": f"{hour:02}:{minute:02}",
        "D": f"{month:02}/{day:02}/{year % 100:02}", "x": f"{month:02}/{day:02}/{year % 100:02}",
        "X": f"{hour:02}:{minute:02}:{second:02}", "c": asctime(parts), "n": "\n", "t": "\t", "%": "%",
    }


def strftime(format, parts=None, /):
    """A moment (None: now) as text; a letter that is not known stays as it is."""
    fields = _fields(gmtime() if parts is None else parts)
    text, place = [], 0
    while place < len(format):
        letter = format[place + 1:place + 2]
        if format[place] == "%" and letter in fields and letter:
            text.append(fields[letter])
            place += 2
        else:
            text.append(format[place])
            place += 1
    return "".join(text)


def asctime(parts=None, /):
    """A moment (None: now) as in 'Mon Jan  1 00:00:00 2024'."""
    year, month, day, hour, minute, second, wday = tuple(gmtime() if parts is None else parts)[:7]
    clock = f"{hour:02}:{minute:02}:{second:02}"
    return f"{_DAYS[wday][:3]} {_MONTHS[month - 1][:3]} {day:2} {clock} {year}"


def ctime(seconds=None, /):
    """`asctime` of a moment, `seconds` after 1970-01-01 00:00 UTC (None: now)."""
    return asctime(gmtime(seconds))
