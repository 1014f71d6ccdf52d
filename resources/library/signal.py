"""Simulated `signal`: the names and numbers of signals, and which handlers a program has chosen.

No signal reaches a simulated program from outside, except the end of a process by `terminate` and `kill`, which is not handled
(a simplification: a handler of SIGTERM is never called). Left out: `alarm`, `pause`, `sigwait`, `raise_signal`.
"""

import threading

SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGKILL, SIGUSR1, SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM = (
    1, 2, 3, 6, 9, 10, 11, 12, 13, 14, 15)
SIG_DFL = 0
SIG_IGN = 1
_MAX = 64


def default_int_handler(signalnum, frame, /):
    """What SIGINT does unless a program has chosen otherwise."""
    raise KeyboardInterrupt


_handlers = {SIGINT: default_int_handler}


def _checked(signalnum):
    if not 1 <= signalnum <= _MAX:
        raise ValueError("signal number out of range")
    return signalnum


def getsignal(signalnum, /):
    """The handler of a signal."""
    return _handlers.get(_checked(signalnum), SIG_DFL)


def signal(signalnum, handler, /):
    """Choose the handler of a signal; return the one before."""
    if not callable(handler) and handler not in (SIG_DFL, SIG_IGN):
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    if threading.current_thread() is not threading.main_thread():
        raise ValueError("signal only works in main thread of the main interpreter")
    if signalnum == SIGKILL:
        raise OSError(22, "Invalid argument")
    before = getsignal(signalnum)
    _handlers[signalnum] = handler
    return before
