"""`--map FIELD=NAME`: the names that others give the fields of an article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_ABSENT = object()


def mapped(fields: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The fields under our names; what NAME leads to goes before a FIELD of the same name.

    A name with dots that is no field itself leads into objects. What has no NAME keeps its own FIELD; null is
    as good as none. A top-level NAME does not stay as a field of its own, unless two are led to it.
    """
    if not names:
        return fields
    found = {field: _at(fields, name) for field, name in names.items()}
    taken = {field: value for field, value in found.items() if value is not _ABSENT and value is not None}
    used = {names[field] for field in taken}
    return {name: value for name, value in fields.items() if name not in used} | taken


def _at(fields: dict[str, Any], name: str) -> Any:
    if name in fields:
        return fields[name]
    value: Any = fields
    for part in name.split("."):
        if not isinstance(value, dict) or part not in value:
            return _ABSENT
        value = value[part]
    return value
