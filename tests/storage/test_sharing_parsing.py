"""What threads share: resources and devices."""

from __future__ import annotations

import pytest

from desktop_app.model.workload import DeviceSpec, ResourceKind, ResourceSpec
from tests.storage.refusals import CPU, check_refusal, parsed

MUTEX = '[[resource]]\nname = "m"\nkind = "mutex"\n'


def test_every_kind():
    text = """\
[[resource]]
name = "m"
kind = "mutex"
inherit = true
[[resource]]
name = "files"
kind = "rw-lock"
[[resource]]
name = "slots"
kind = "semaphore"
count = 0
[[resource]]
name = "one"
kind = "semaphore"
[[resource]]
name = "full-again"
kind = "condition"
mutex = "m"
[[resource]]
name = "start"
kind = "barrier"
count = 3
[[resource]]
name = "jobs"
kind = "queue"
count = 10
[[device]]
name = "disk"
[[device]]
name = "network"
servers = 4
"""
    scenario = parsed(text + CPU)
    assert scenario.resources == (
        ResourceSpec(name="m", kind=ResourceKind.MUTEX, inherit=True),
        ResourceSpec(name="files", kind=ResourceKind.RW_LOCK),
        ResourceSpec(name="slots", kind=ResourceKind.SEMAPHORE, count=0),
        ResourceSpec(name="one", kind=ResourceKind.SEMAPHORE, count=1),
        ResourceSpec(name="full-again", kind=ResourceKind.CONDITION, mutex="m"),
        ResourceSpec(name="start", kind=ResourceKind.BARRIER, count=3),
        ResourceSpec(name="jobs", kind=ResourceKind.QUEUE, count=10),
    )
    assert scenario.devices == (DeviceSpec(name="disk"), DeviceSpec(name="network", servers=4))


@pytest.mark.parametrize(
    ("text", "field", "value", "expected"),
    [
        ('name = "a b"\nkind = "mutex"', "name", '"a b"', "a letter or _"),
        ('name = ""\nkind = "mutex"', "name", '""', "a letter or _"),
        ('name = "m"\nkind = "mutex"', "name", '"m"', "another name than that of resource[0]"),
        ('kind = "mutex"', "name", "missing", "a letter or _"),
        ('name = "x"', "kind", "missing", '"mutex" or "rw-lock"'),
        ('name = "x"\nkind = "lock"', "kind", '"lock"', '"mutex" or "rw-lock" or "semaphore"'),
        ('name = "x"\nkind = "mutex"\ncount = 1', "count", "1", "no count for a mutex"),
        ('name = "x"\nkind = "semaphore"\ncount = -1', "count", "-1", "from 0 to 1000000"),
        ('name = "x"\nkind = "semaphore"\ncount = "1"', "count", '"1"', "a whole number"),
        ('name = "x"\nkind = "barrier"', "count", "missing", "the number of threads that the barrier waits for"),
        ('name = "x"\nkind = "barrier"\ncount = 10001', "count", "10001", "from 1 to 10000"),
        ('name = "x"\nkind = "queue"', "count", "missing", "the number of items that the queue holds"),
        ('name = "x"\nkind = "queue"\ncount = 0', "count", "0", "from 1 to 1000000"),
        ('name = "x"\nkind = "queue"\ncount = 1\nmutex = "m"', "mutex", '"m"', "only a condition has one"),
        ('name = "x"\nkind = "condition"', "mutex", "missing", 'the name of a [[resource]] mutex ("m")'),
        ('name = "x"\nkind = "condition"\nmutex = "n"', "mutex", '"n"', "the name of a [[resource]] mutex"),
        ('name = "x"\nkind = "condition"\nmutex = "x"', "mutex", '"x"', "the name of a [[resource]] mutex"),
        ('name = "x"\nkind = "rw-lock"\ninherit = true', "inherit", "true", "only a mutex has it"),
        ('name = "x"\nkind = "mutex"\ninherit = 1', "inherit", "1", "true or false"),
    ],
)
def test_what_is_wrong_with_a_resource_is_named(text: str, field: str, value: str, expected: str):
    check_refusal(f"{MUTEX}[[resource]]\n{text}\n{CPU}", f"resource[1].{field}", value, expected)


@pytest.mark.parametrize(
    ("text", "field", "value", "expected"),
    [
        ('name = "3d"', "name", '"3d"', "a letter or _"),
        ('name = "disk"', "name", '"disk"', "another name than that of device[0]"),
        ('name = "x"\nservers = 0', "servers", "0", "from 1 to 1000"),
        ("servers = 1", "name", "missing", "a letter or _"),
    ],
)
def test_what_is_wrong_with_a_device_is_named(text: str, field: str, value: str, expected: str):
    check_refusal(f'[[device]]\nname = "disk"\n[[device]]\n{text}\n{CPU}', f"device[1].{field}", value, expected)
