"""Front matter: the fields of an article as YAML between two lines `---` at the very start of its file.

The one importer of PyYAML. Values are kept as written: `2025-12-29` is text, `no` a language, `007` an id;
only `null`, `~` and nothing are no value. Anchors, aliases and tags are refused, depth and size bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kptimeline.errors import InputRejectedError

if TYPE_CHECKING:
    from yaml import YAMLError

MAX_BLOCK = 16_000  # bytes between the two lines
MAX_DEPTH = 8  # lists and objects inside each other
# A line of dashes alone is text. Front matter is one before a field, past blank lines and comments.
_OPEN = re.compile(
    r"---[ \t]*\r?\n(?=(?:[ \t]*(?:#.*)?\r?\n)*(?:[\"']?[^\W\d][\w-]*[\"']?[ \t]*:(?:\s|$)|\{))"
)
_CLOSE = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_NOTHING = {"", "~", "null"}
_TEXT_HINT = "if this is no front matter, begin the file with an empty line"


def split(text: str) -> tuple[dict[str, Any], str]:
    """The fields and the text after them; no fields and the text itself where there is no front matter.

    Raises InputRejectedError for a block that has no end, is too long, or holds what is not fields.
    """
    opened = _OPEN.match(text)
    if opened is None:
        return {}, text
    closed = _CLOSE.search(text, opened.end())
    if closed is None:
        raise InputRejectedError(
            "begins with front matter that has no end", f"close it with a line ---; {_TEXT_HINT}"
        )
    block, rest = text[opened.end() : closed.start()], text[closed.end() :]
    if len(block.encode("utf-8")) > MAX_BLOCK:
        raise InputRejectedError(
            f"has front matter of more than {MAX_BLOCK:,} bytes",
            f"keep to the fields of docs/input.md; {_TEXT_HINT}",
        )
    fields = _fields(block)
    if "text" in fields:
        raise InputRejectedError(
            "has a field text in its front matter", "the text goes below the second line ---"
        )
    if not rest.strip():
        raise InputRejectedError(
            "has front matter and no text", "the text goes below the second line ---, or remove the file"
        )
    return fields, rest


def _fields(block: str) -> dict[str, Any]:
    import yaml

    try:
        events = yaml.parse(block, Loader=yaml.SafeLoader)
        first = next(event for event in events if isinstance(event, yaml.NodeEvent))
        fields = _value(first, events)
        if not all(isinstance(event, yaml.DocumentEndEvent | yaml.StreamEndEvent) for event in events):
            raise _refused("that is more than one YAML document")
    except yaml.YAMLError as error:
        raise _refused(f"that is not YAML: {_cause(error)}") from error
    if not isinstance(fields, dict):
        raise _refused("without fields")
    return fields


def _value(event: Any, events: Iterator[Any], depth: int = 1) -> Any:
    """What begins with this event: text, None, a list or an object."""
    import yaml

    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise _refused(f"with an anchor or alias (line {_line(event.start_mark)})")
    if event.tag is not None:
        raise _refused(f"with a tag: {event.tag} (line {_line(event.start_mark)})")
    if depth > MAX_DEPTH:
        raise _refused(f"of more than {MAX_DEPTH} levels (line {_line(event.start_mark)})")
    if isinstance(event, yaml.ScalarEvent):
        return None if event.implicit[0] and event.value in _NOTHING else event.value
    if isinstance(event, yaml.SequenceStartEvent):
        values = []
        while not isinstance(value := next(events), yaml.SequenceEndEvent):
            values.append(_value(value, events, depth + 1))
        return values
    fields: dict[str, Any] = {}
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        name = _value(key, events, depth + 1)
        if not isinstance(name, str):
            raise _refused(f"with a field that has no name (line {_line(key.start_mark)})")
        if name in fields:
            raise _refused(f"with two fields {name} (line {_line(key.start_mark)})")
        fields[name] = _value(next(events), events, depth + 1)
    return fields


def _refused(what: str) -> InputRejectedError:
    return InputRejectedError(
        f"has front matter {what}",
        f"write one `field: value` a line, a value with a colon in quotes; {_TEXT_HINT}",
    )


def _cause(error: YAMLError) -> str:
    """What PyYAML says, on one line, with the line of the file."""
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    return f"{what} (line {_line(mark)})" if mark else str(what)


def _line(mark: Any) -> int:
    """Counted from 1 in the file; the block begins on its second line."""
    return int(mark.line) + 2
