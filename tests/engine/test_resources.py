from desktop_app.engine.locks import Condition, Mutex, RwLock
from desktop_app.engine.rendezvous import Barrier, BoundedQueue, Semaphore
from desktop_app.engine.resources import build_resources
from desktop_app.model.workload import ResourceKind, ResourceSpec


def spec(kind, **values):
    return ResourceSpec(name=kind.value, kind=kind, **values)


def test_every_kind_of_resource_is_built():
    built = build_resources(
        [
            # A condition may stand before its mutex.
            spec(ResourceKind.CONDITION, mutex="mutex"),
            spec(ResourceKind.MUTEX),
            spec(ResourceKind.RW_LOCK),
            spec(ResourceKind.SEMAPHORE, count=3),
            spec(ResourceKind.BARRIER, count=4),
            spec(ResourceKind.QUEUE, count=5),
        ],
        max,
    )
    assert {name: type(resource) for name, resource in built.items()} == {
        "condition": Condition,
        "mutex": Mutex,
        "rw-lock": RwLock,
        "semaphore": Semaphore,
        "barrier": Barrier,
        "queue": BoundedQueue,
    }
    assert list(built) == [resource.name for resource in built.values()]
    assert built["condition"].mutex is built["mutex"]
    assert built["semaphore"].count == 3
    assert built["barrier"].parties == 4
    assert built["queue"].capacity == 5


def test_only_a_mutex_that_inherits_goes_to_the_most_urgent():
    specs = [
        ResourceSpec(name="plain", kind=ResourceKind.MUTEX),
        ResourceSpec(name="inheriting", kind=ResourceKind.MUTEX, inherit=True),
    ]
    built = build_resources(specs, max)
    assert built["plain"].most_urgent is None
    assert built["inheriting"].most_urgent is max
