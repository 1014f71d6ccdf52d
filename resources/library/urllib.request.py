"""Simulated `urllib.request`: `urlopen` on a simulated internet.

What an address answers, and when, follows from the address: see `_internet`. Left out: everything but `urlopen` and `Request`.
"""

import _internet
from urllib.error import HTTPError, URLError


class Request:
    """A request.

    Args:
        url: The address.
        data: Bytes to send; the method is then POST.
    """

    def __init__(self, url, data=None, headers=None, origin_req_host=None, unverifiable=False, method=None):
        self.full_url = url
        self.data = data
        self.headers = dict(headers or {})
        self.method = method

    def get_method(self):
        return self.method or ("GET" if self.data is None else "POST")


class HTTPResponse:
    """An answer."""

    __module__ = "http.client"

    def __init__(self, answer):
        self.url = answer.url
        self.status = self.code = answer.status
        self.reason = self.msg = _internet.REASONS.get(answer.status, "")
        self._rest = answer.text.encode()

    def read(self, amt=None):
        """The next bytes, all that are left if `amt` is None."""
        amt = len(self._rest) if amt is None else amt
        part, self._rest = self._rest[:amt], self._rest[amt:]
        return part

    def getcode(self):
        return self.status

    def geturl(self):
        return self.url

    def close(self):
        """Nothing: the whole content has come."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close()


def urlopen(url, data=None, timeout=None, *, context=None):
    """Ask an address and wait for its answer, `timeout` seconds at most."""
    asked = url if isinstance(url, Request) else Request(url, data)
    if not _internet.parts(asked.full_url)[0]:
        raise ValueError(f"unknown url type: {asked.full_url!r}")
    body = "" if asked.data is None else asked.data.decode()[:10_000].replace('"', "'")
    try:
        answer = _internet.ask(asked.get_method(), asked.full_url, body, timeout)
    except _internet.TooLate:
        raise TimeoutError("The read operation timed out") from None
    except _internet.NoSuchHost:
        raise URLError(OSError(-2, "Name or service not known")) from None
    if answer.status >= 400:
        raise HTTPError(answer.url, answer.status, _internet.REASONS.get(answer.status, ""), {}, None)
    return HTTPResponse(answer)
