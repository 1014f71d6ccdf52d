"""How arguments meet parameters, for functions that a module makes for a class: dataclasses and named tuples.

`bind` gives the value of each parameter, or raises the TypeError that CPython raises when a call does not fit.
"""

import _machine


def bind(called, names, defaults, args, keywords, keyword_only=()):
    """Return the values of `names` and then of `keyword_only`, in order.

    `called` is the function as errors name it. `names` are its positional parameters after the first, which is always
    given (`self` or the class). `defaults` maps names to default values.
    """
    values = dict(zip(names, args))
    for name in keywords:
        if name not in names and name not in keyword_only:
            hint = _machine.keyword_suggestion(name, [*names, *keyword_only])
            raise TypeError(f"{called}() got an unexpected keyword argument {name!r}{hint}")
        if name in values:
            raise TypeError(f"{called}() got multiple values for argument {name!r}")
        values[name] = keywords[name]
    if len(args) > len(names):
        raise TypeError(_too_many(called, names, defaults, args, keywords, keyword_only))
    _demand(called, names, defaults, values, "positional")
    _demand(called, keyword_only, defaults, values, "keyword-only")
    return [values[name] if name in values else defaults[name] for name in [*names, *keyword_only]]


def _too_many(called, names, defaults, args, keywords, keyword_only):
    most = len(names) + 1
    least = most - len([name for name in names if name in defaults])
    if least < most:
        takes = f"from {least} to {most} positional arguments"
    else:
        takes = f"{most} positional argument" + ("s" if most != 1 else "")
    given = f"{len(args) + 1}"
    extra = len([name for name in keywords if name in keyword_only])
    if extra:
        given += f" positional arguments (and {extra} keyword-only argument{'s' if extra != 1 else ''})"
    return f"{called}() takes {takes} but {given} were given"


def _demand(called, names, defaults, values, kind):
    missing = [repr(name) for name in names if name not in values and name not in defaults]
    if not missing:
        return
    if len(missing) < 3:
        text = " and ".join(missing)
    else:
        text = ", ".join(missing[:-1]) + ", and " + missing[-1]
    plural = "" if len(missing) == 1 else "s"
    raise TypeError(f"{called}() missing {len(missing)} required {kind} argument{plural}: {text}")
