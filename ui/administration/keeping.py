"""What was typed and not saved, as bytes for a disk, and put back into its sheets when the window is there again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

import msgspec
from msgspec import Raw, Struct

from agent_client.protocol.administration import AgentRights, Callbacking, Group, ProjectRules, Routing
from agent_client.protocol.centre import Template
from agent_client.protocol.passwords import Security
from agent_client.protocol.sound import SoundRules

from .page import BookPage
from .remote_things import RemoteThing
from .window import AdministrationWindow

_log = logging.getLogger(__name__)

KINDS: dict[str, type[Struct]] = {
    "groups": Group,
    "projects": ProjectRules,
    "routing": Routing,
    "callbacks": Callbacking,
    "templates": Template,
    "rights": AgentRights,
    "remote": RemoteThing,
    "security": Security,
    "sound": SoundRules,
}


class KeptSheet(Struct, frozen=True, kw_only=True):
    """``base``: what was typed over; of a new thing what it began with."""

    page: str
    key: int
    new: bool
    base: Raw
    typed: dict[str, Any]


class KeptRules(Struct, frozen=True, kw_only=True):
    """``account``: whose they are, at which centre."""

    account: str
    sheets: tuple[KeptSheet, ...]


def kept(account: str, window: AdministrationWindow) -> bytes | None:
    """None: nothing is unsaved."""
    sheets = [
        KeptSheet(
            page=page.NAME,
            key=key,
            new=page.book[key].new,
            base=Raw(msgspec.json.encode(page.book[key].base)),
            typed={name: page.book[key].values()[name] for name in page.book[key].edited()},
        )
        for page in window.books()
        for key in page.book.unsaved()
    ]
    return msgspec.json.encode(KeptRules(account=account, sheets=tuple(sheets))) if sheets else None


def read(data: bytes, account: str) -> tuple[KeptSheet, ...]:
    """Nothing for what is somebody else's, or cannot be read any more."""
    try:
        found = msgspec.json.decode(data, type=KeptRules)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        _log.warning("what was typed over the rules cannot be read any more: %s", error)
        return ()
    return found.sheets if found.account == account else ()


def put_back(sheets: tuple[KeptSheet, ...], window: AdministrationWindow) -> bool:
    """The rules themselves must be known to the window. False: something else stands there already of what was to come back."""
    whole = True
    for sheet in sheets:
        kind = KINDS.get(sheet.page)
        if kind is None:
            continue
        page = window.page_of(sheet.page)
        assert isinstance(page, BookPage)
        try:
            base = msgspec.json.decode(bytes(sheet.base), type=kind)
        except msgspec.MsgspecError as error:
            _log.warning("what was typed over %s cannot be read any more: %s", sheet.page, error)
            continue
        typed = _typed(sheet.typed, page.book.fields(base))
        whole &= page.book.put_back(sheet.key, base, typed, new=sheet.new)
        page.refresh()
    return whole


def _typed(raw: Mapping[str, Any], fields: Mapping[str, object]) -> dict[str, object]:
    """As the fields hold them; what is no field any more is left out."""
    return {name: _like(fields[name])(value) for name, value in raw.items() if name in fields}


def _like(value: object) -> Callable[[Any], object]:
    if isinstance(value, Enum):
        return type(value)
    return tuple if isinstance(value, tuple) else lambda kept: kept
