"""The settings of one agent on this computer: each declared once, with its type; a file; IT's policy over it.

What a value means is the business of whoever reads it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from msgspec import Meta, Raw, Struct

from agent_client.protocol.names import Period, QueueId

from .files import set_aside, write_atomically
from .geometry import Place
from .policy import Policy
from .seat import SeatRule

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class Theme(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class CallbackSort(StrEnum):
    """The order of the callback list."""

    LATEST = "latest"
    """Who called last comes first."""
    LONGEST = "longest"
    """Who has waited longest comes first."""
    CALLS = "calls"
    """Who called most often comes first."""
    NAME = "name"


class CallbackChoice(Struct, frozen=True, kw_only=True):
    """How an agent has the callback list shown (E5, E6). None: as the centre, or each group, has it."""

    queues: tuple[QueueId, ...] | None = None
    """None: all of them."""
    period: Period | None = None
    without_saturdays: bool | None = None
    without_sundays: bool | None = None
    combine: bool | None = None
    show_group: bool = True
    sort: CallbackSort = CallbackSort.LATEST


class KnownQueues(Struct, frozen=True, kw_only=True):
    """What an agent could staff when they were signed in last, and what they did (A3): the sign-in window offers it."""

    queues: tuple[tuple[QueueId, str], ...]
    staffed: tuple[QueueId, ...]


@dataclass(frozen=True)
class Setting(Generic[_T]):
    """``kind`` is what msgspec checks a value against. A ``lockable`` one may be fixed by policy."""

    key: str
    kind: Any
    default: _T
    lockable: bool = False


Servers = tuple[str, ...]
Names = dict[str, str]
QueuesOf = dict[str, KnownQueues]
"""By whose they are: the server and the user."""
Columns = dict[str, tuple[int, ...]]
Places = dict[str, dict[str, Place]]
CallbackChoices = dict[str, CallbackChoice]
"""By whose it is: the server and the agent."""

SERVERS = Setting[Servers]("server.known", Servers, (), lockable=True)
SERVER_NAMES = Setting[Names]("server.names", Names, {})
LAST_SERVER = Setting[str]("server.last", str, "", lockable=True)
USER = Setting[str]("sign_in.user", str, "")
PHONE = Setting[str]("sign_in.phone", str, "", lockable=True)
QUEUES = Setting[QueuesOf]("sign_in.queues", QueuesOf, {})
TOLD_OF_EXPIRY = Setting[Names]("sign_in.told_of_expiry", Names, {})
"""The day on which the agent was told last that their password ends soon, by account."""
REMEMBER_PASSWORD = Setting[bool]("sign_in.remember_password", bool, False, lockable=True)
SEAT_NAME = Setting[str]("seat.name", str, "", lockable=True)
SEAT_RULE = Setting[SeatRule]("seat.rule", SeatRule, SeatRule.AUTOMATIC, lockable=True)
LANGUAGE = Setting[str]("look.language", str, "", lockable=True)
THEME = Setting[Theme]("look.theme", Theme, Theme.SYSTEM)
TEXT_STEP = Setting[int]("look.text_step", Annotated[int, Meta(ge=-3, le=8)], 0)
COLUMNS = Setting[Columns]("windows.columns", Columns, {})
PLACES = Setting[Places]("windows.places", Places, {})
CALLBACKS = Setting[CallbackChoices]("callbacks.shown", CallbackChoices, {})
LOG_LEVEL = Setting[str]("log.level", Annotated[str, Meta(pattern="^(ERROR|WARNING|INFO|DEBUG|TRACE)$")], "INFO", True)

DECLARED: tuple[Setting[Any], ...] = (
    SERVERS,
    SERVER_NAMES,
    LAST_SERVER,
    USER,
    PHONE,
    QUEUES,
    TOLD_OF_EXPIRY,
    REMEMBER_PASSWORD,
    SEAT_NAME,
    SEAT_RULE,
    LANGUAGE,
    THEME,
    TEXT_STEP,
    COLUMNS,
    PLACES,
    CALLBACKS,
    LOG_LEVEL,
)


_EMPTY = Raw(b"{}")


class SettingLocked(Exception):
    """IT fixed this value; the control that changes it should not have been enabled."""


class SettingsTrouble(StrEnum):
    """What the agent or IT must be told about the settings."""

    SET_ASIDE = "set_aside"  # the file could not be read; it was set aside and the defaults are used
    NOT_SAVED = "not_saved"
    POLICY = "policy"  # the policy names a setting that is not there or not lockable, or a value that does not fit


class Settings:
    """Read once; changes are in force at once and on the disk after `save`.

    Keys of a newer version stay in the file. Two sessions of one account share it: only what this one changed is written, of
    a setting that is a table only its lines.
    """

    def __init__(self, file: Path, policy: Policy | None = None) -> None:
        self._file = file
        self._changed: dict[str, Raw] = {}
        self.troubles: list[SettingsTrouble] = []
        policy = policy or Policy()
        self._locked = self._of_policy(policy.locked, needs_lockable=True)
        defaults = self._of_policy(policy.defaults, needs_lockable=False)
        raw = self._before = self._read()
        self._own = {s.key: v for s in DECLARED if s.key in raw and (v := _fitting(s, raw[s.key])) is not None}
        self._given = {s.key: s.default for s in DECLARED} | defaults

    def get(self, setting: Setting[_T]) -> _T:
        for values in (self._locked, self._own):
            if setting.key in values:
                value: _T = values[setting.key]
                return value
        given: _T = self._given[setting.key]
        return given

    def set(self, setting: Setting[_T], value: _T) -> None:
        """Raises `SettingLocked`, and msgspec.ValidationError for a value that does not fit."""
        if setting.key in self._locked:
            raise SettingLocked(setting.key)
        data = msgspec.json.encode(value)
        fitting = msgspec.json.decode(data, type=setting.kind)
        if self._own.get(setting.key) != fitting or setting.key not in self._own:
            self._own[setting.key] = fitting
            self._changed[setting.key] = Raw(data)

    def locked(self, setting: Setting[Any]) -> bool:
        return setting.key in self._locked

    def save(self) -> bool:
        """Whether everything is on the disk. What could not be written is tried again with the next save."""
        if not self._changed:
            return True
        try:
            now = self._read()
            changed = {key: _lines(self._before.get(key), mine, now.get(key)) for key, mine in self._changed.items()}
            data = msgspec.json.encode(now | changed, order="sorted")
            write_atomically(self._file, msgspec.json.format(data, indent=1))
        except OSError as error:
            _log.warning("settings not saved: %s", error)
            self._tell(SettingsTrouble.NOT_SAVED)
            return False
        self._before |= self._changed
        self._changed.clear()
        return True

    def _read(self) -> dict[str, Raw]:
        """Empty where there is none yet. A file that cannot be understood is set aside."""
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=dict[str, Raw])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            _log.warning("settings cannot be read and are set aside: %s", error)
            self._tell(SettingsTrouble.SET_ASIDE)
            try:
                set_aside(self._file)
            except OSError as failure:
                _log.warning("nor can they be set aside: %s", failure)
            return {}

    def _of_policy(self, values: dict[str, Raw], *, needs_lockable: bool) -> dict[str, Any]:
        declared = {s.key: s for s in DECLARED if s.lockable or not needs_lockable}
        fitting: dict[str, Any] = {}
        for key, raw in values.items():
            value = _fitting(declared[key], raw) if key in declared else None
            if value is None:
                _log.warning("policy: %s is no setting that it may give this value", key)
                self._tell(SettingsTrouble.POLICY)
            else:
                fitting[key] = value
        return fitting

    def _tell(self, trouble: SettingsTrouble) -> None:
        if trouble not in self.troubles:
            self.troubles.append(trouble)


def _lines(before: Raw | None, mine: Raw, now: Raw | None) -> Raw:
    """What is to be written of a setting: of a table, what stands there ``now`` with the lines that were changed here."""
    try:
        old, new, theirs = (msgspec.json.decode(raw or _EMPTY, type=dict[str, Any]) for raw in (before, mine, now))
    except msgspec.MsgspecError:
        return mine  # no table
    kept = {key: value for key, value in theirs.items() if key in new or key not in old}
    written = {key: value for key, value in new.items() if key not in old or old[key] != value}
    return Raw(msgspec.json.encode(kept | written))


def _fitting(setting: Setting[Any], raw: Raw) -> Any:
    """The value, or None when it does not fit; no setting is ever None itself."""
    try:
        return msgspec.json.decode(raw, type=setting.kind)
    except msgspec.MsgspecError as error:
        _log.warning("the value of %s does not fit: %s", setting.key, error)
        return None
