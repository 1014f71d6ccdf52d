"""Simulated `urllib.error`: what goes wrong with addresses."""


class URLError(OSError):
    """Raised when nothing could be fetched.

    Args:
        reason: Why.
    """

    def __init__(self, reason, filename=None):
        self.args = (reason,)
        self.reason = reason

    def __str__(self):
        return f"<urlopen error {self.reason}>"


class HTTPError(URLError):
    """Raised when the answer's code says that something went wrong."""

    def __init__(self, url, code, msg, hdrs, fp):
        super().__init__(msg)
        self.url = self.filename = url
        self.code = self.status = code
        self.msg = msg
        self.headers = hdrs

    def __str__(self):
        return f"HTTP Error {self.code}: {self.msg}"
