"""stub"""


def delegate(frame):
    raise NotImplementedError
