"""What a person may have meant whose fields, lists or blocks stand where none belong."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from kitgen.document import BULLETS, SPECIAL_SPACES, short
from kitgen.profile.fields import first_field, model_at

if TYPE_CHECKING:
    from pydantic import BaseModel

    from kitgen.document import Path, Value

# Names that people type for the fields of a profile.
_SAME_AS = {
    "company": "organisation",
    "employer": "organisation",
    "firm": "organisation",
    "job": "title",
    "role": "title",
    "from": "start",
    "since": "start",
    "until": "end",
    "mail": "email",
    "nickname": "call_name",
}
# How alike two names are, from 0 to 1, for the one to be meant by the other.
_PERHAPS, _SURELY = 0.6, 0.8
_HYPHEN = re.compile(rf"\s*[{BULLETS}*-]+\s*(?=\S)")
_CURLY = "“”„‘’«»"
_DASH = "start each entry on its own line with '- ', a hyphen and a space"


def unknown_field(path: Path, *, sure: bool = False) -> tuple[str, str, str]:
    """Return message and hint for a field that its block does not have, and the one meant.

    With `sure`, a field that is only somewhat alike is not the one meant.
    """
    name = str(path[-1])
    message = f"unknown field '{short(name)}'"
    model = model_at(path[:-1])
    known = list(model.model_fields) if model else []
    spelled = re.sub(r"[^a-z]+", "_", name.lower()).strip("_")
    same = _SAME_AS.get(spelled)
    close = (
        [same]
        if same in known
        else difflib.get_close_matches(spelled, known, 1, _SURELY if sure else _PERHAPS)
    )
    if name == "-" or _HYPHEN.match(name):
        return message, _DASH, ""
    elsewhere = _elsewhere(path, spelled)
    if elsewhere and not (close and close[0] == spelled):
        return message, elsewhere, ""
    if close:
        return message, f"did you mean '{close[0]}'?", str(close[0])
    return message, f"known here: {', '.join(known)}", ""


def _elsewhere(path: Path, name: str) -> str:
    """Return a hint when a block around the one at `path`, or a block in it, has the field."""
    for end in range(len(path) - 2, -1, -1):
        outer = model_at(path[:end])
        around = path[end - 1] if end and isinstance(path[end - 1], str) else ""
        if outer and name in outer.model_fields and outer is not model_at(path[:-1]):
            where = f"belongs to '{around}'" if around else "belongs to the block around this one"
            return f"'{name}' {where}: start the line further to the left"
    here = model_at(path[:-1])
    for field in here.model_fields if here else ():
        inner = model_at((*path[:-1], field))
        if inner and name in inner.model_fields:
            return f"if it belongs to '{field}', start the line below it, further to the right"
    return ""


def list_hint(path: Path, found: Value) -> str:
    """Return what to do where a list belongs and `found` stands."""
    model = model_at(path)
    if isinstance(found, dict):
        return _DASH
    text = str(found)
    if _HYPHEN.match(text):
        return _DASH
    if model:
        begin = f"- {first_field(model)}: …"
        return _broken_field(model, text) or f"start each entry on its own line: '{begin}'"
    shown = ", ".join(each.strip(_CURLY) for each in re.split(r"\s*,\s*", text))
    if not text.strip():
        return "delete the quotes, or write each entry on its own line with '- '"
    return f"write it as a list: [{short(shown)}], or each entry on its own line with '- '"


def block_hint(path: Path, found: Value) -> str:
    """Return what to do where a block of fields belongs and `found` stands."""
    model = model_at(path)
    fields = list(model.model_fields) if model else []
    if model and isinstance(found, str):
        broken = _broken_field(model, found)
        if broken:
            return broken
    if model and path and isinstance(path[-1], int):
        first = first_field(model)
        shown = short(found) if isinstance(found, str) else "…"
        return f"write '- {first}: {shown}', and further fields below '{first}'"
    return f"write its fields below it, further to the right: {', '.join(fields)}"


def _broken_field(model: type[BaseModel], text: str) -> str:
    """Return what is wrong with a text that looks like a field whose colon was not seen."""
    match = re.match(rf"\s*(\w+)\s*([:\uff1a=]?)([{SPECIAL_SPACES}]?)", text)
    name = match[1] if match else ""
    if not match or name.lower() not in model.model_fields:
        return ""
    if match[2] == "\uff1a":
        return f"this colon is a wide one: write '{name}: ' with ':' and a space"
    if match[2] == ":" and match[3]:
        return f"the space after '{name}:' is a special one; type an ordinary space instead"
    if match[2] == ":":
        return f"write '{name}: ' with a space, then the value"
    return f"write '{name}: ' with a colon and a space, then the value"
