"""A JSON Schema of scenario files, for editors that check and complete TOML, and for `coreloom schema`."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from desktop_app.model.machine import MAX_CORES
from desktop_app.model.scenario import ActionKind, Fit, Placement, SchedulerSpec
from desktop_app.policies.protocol import OptionKind, PolicyOption
from desktop_app.policies.registry import MAX_LIST, POLICIES
from desktop_app.storage import limits
from desktop_app.storage.action_parsing import KEYS_OF_ACTIONS, SELECTING_KEYS
from desktop_app.storage.tables import ProcessTable, ResourceTable, ScenarioDocument
from desktop_app.storage.value_schemas import count_schema, duration_range, duration_schema, takes_bare_zero

_SCHEDULER: Final = SchedulerSpec()


def scenario_schema() -> dict[str, Any]:
    """Return a JSON Schema (draft 2020-12) of scenario files."""
    schema = msgspec.json.schema(ScenarioDocument)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Coreloom scenario"
    definitions = schema["$defs"]
    document = definitions[ScenarioDocument.__name__]
    document["properties"]["scheduler"] = _scheduler_schema()
    document["properties"]["action"] |= {
        "description": "What is done to the running scenario.",
        "items": _action_schema(),
    }
    definitions[ProcessTable.__name__] |= {
        "oneOf": [{"required": [key]} for key in ("program", "bursts", "wcet")],
        "dependentRequired": {
            "source": ["program"],
            **{key: ["period"] for key in ("wcet", "deadline", "offset", "runtime")},
        },
        "not": {"required": ["program", "period"]},
        "if": {"properties": {"scheduling": {"enum": ["fifo", "rr"]}}, "required": ["scheduling"]},
        "then": {"properties": {"priority": count_schema(limits.REAL_TIME_PRIORITY)}, "required": ["priority"]},
    }
    definitions[ProcessTable.__name__]["properties"]["affinity"]["uniqueItems"] = True
    definitions[ResourceTable.__name__]["allOf"] = _resource_rules()
    for definition in definitions.values():
        for described in definition.get("properties", {}).values():
            if takes_bare_zero(described):
                described["type"] = ["string", "integer"]  # msgspec says the type of the field
    return schema


def _duration(description: str, allowed: limits.DurationRange) -> dict[str, Any]:
    return duration_schema(allowed) | {"description": f"{description} {duration_range(allowed)}"}


def _scheduler_schema() -> dict[str, Any]:
    common = {
        "policy": {"description": "Who runs next.", "enum": sorted(POLICIES), "default": _SCHEDULER.policy},
        "placement": {
            "description": "Where ready threads queue.",
            "enum": [placement.value for placement in Placement],
            "default": _SCHEDULER.placement.value,
        },
        "fit": {
            "description": "How a partitioned placement chooses a core for a thread that does not say its own.",
            "enum": [fit.value for fit in Fit],
            "default": _SCHEDULER.fit.value,
        },
        "balance": _duration("How often queues of cores are evened out; never when absent.", limits.BALANCE),
    }
    return {
        "description": "The scheduling policy, where threads queue, and the policy's own options.",
        "type": "object",
        "properties": common,
        "allOf": [_policy_branch(name, [*common]) for name in sorted(POLICIES)],
    }


def _policy_branch(name: str, others: list[str]) -> dict[str, Any]:
    condition: dict[str, Any] = {"properties": {"policy": {"const": name}}}
    if name != _SCHEDULER.policy or "do" in others:  # an absent policy under [scheduler] is the default one
        condition["required"] = ["policy"]
    options = {option.name: _option_schema(option) for option in POLICIES[name].options}
    return {
        "if": condition,
        "then": {"properties": dict.fromkeys(others, True) | options, "additionalProperties": False},
    }


def _option_schema(option: PolicyOption) -> dict[str, Any]:
    described: dict[str, Any] = {"description": option.meaning}
    match option.kind:
        case OptionKind.DURATION | OptionKind.DURATIONS:
            allowed = limits.DurationRange(minimum_ns=option.minimum, maximum_ns=option.maximum)
            single = duration_schema(allowed)
            described["description"] = f"{option.meaning} {duration_range(allowed)}"
            if option.kind is OptionKind.DURATION:
                return described | single
            queues = {"type": "array", "items": single, "minItems": 1, "maxItems": MAX_LIST}
            return described | {"anyOf": [single, queues]}
        case OptionKind.BOOLEAN:
            return described | {"type": "boolean"}
        case OptionKind.CHOICE:
            return described | {"enum": list(option.choices)}
        case OptionKind.INTEGERS:
            number = {"type": "integer", "minimum": option.minimum, "maximum": option.maximum}
            queues = {"type": "array", "items": number, "minItems": 1, "maxItems": MAX_LIST}
            return described | {"anyOf": [number, queues]}
        case OptionKind.INTEGER | OptionKind.NUMBER:
            kind = "integer" if option.kind is OptionKind.INTEGER else "number"
            return described | {"type": kind, "minimum": option.minimum, "maximum": option.maximum}


def _action_schema() -> dict[str, Any]:
    affinity = {"type": "array", "items": count_schema(limits.CORE_NUMBER), "maxItems": MAX_CORES, "uniqueItems": True}
    values: dict[str, Any] = {
        "at": _duration("When, from the start.", limits.ARRIVAL),
        "do": {"description": "What.", "enum": [kind.value for kind in ActionKind]},
        "process": {"description": "Name of the [[process]] that it is about.", "type": "string"},
        "instance": count_schema(limits.INSTANCE)
        | {"description": "Which of the processes of that name, by the order of their numbers; all when absent."},
        "thread": count_schema(limits.THREADS) | {"description": "Number of one of its threads; all when absent."},
        "nice": count_schema(limits.NICE) | {"description": "The new nice value."},
        "priority": count_schema(limits.PRIORITY) | {"description": "The new priority."},
        "affinity": affinity | {"description": "The cores it may run on from now on; empty for any."},
        "cores": count_schema(limits.CORES) | {"description": "How many cores are on line from now on."},
        "policy": {"description": "The new policy; its options stand beside it.", "enum": sorted(POLICIES)},
    }
    return {
        "type": "object",
        "properties": values,
        "required": ["at", "do"],
        "allOf": [_action_branch(kind) for kind in ActionKind],
    }


def _action_branch(kind: ActionKind) -> dict[str, Any]:
    keys = KEYS_OF_ACTIONS[kind]
    required = [key for key in keys if key not in SELECTING_KEYS]
    then: dict[str, Any] = {"required": required}
    if kind is ActionKind.POLICY:
        then["allOf"] = [_policy_branch(name, [*keys]) for name in sorted(POLICIES)]
    else:
        then |= {"properties": dict.fromkeys(keys, True), "additionalProperties": False}
    return {"if": {"properties": {"do": {"const": kind.value}}, "required": ["do"]}, "then": then}


def _resource_rules() -> list[dict[str, Any]]:
    """Say which keys each kind of resource has, beside its name and its kind."""
    counted = {
        "semaphore": count_schema(limits.SEMAPHORE_VALUE),
        "barrier": count_schema(limits.BARRIER_PARTIES),
        "queue": count_schema(limits.QUEUE_CAPACITY),
    }
    own: dict[str, dict[str, Any]] = {kind: {"count": count} for kind, count in counted.items()}
    own |= {"mutex": {"inherit": True}, "condition": {"mutex": True}, "rw-lock": {}}
    required = {"barrier": ["count"], "queue": ["count"], "condition": ["mutex"]}
    return [
        {
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": {
                "properties": {"name": True, "kind": True} | keys,
                "required": required.get(kind, []),
                "additionalProperties": False,
            },
        }
        for kind, keys in own.items()
    ]
