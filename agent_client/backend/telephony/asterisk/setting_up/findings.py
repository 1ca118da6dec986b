"""What is wrong with an Asterisk, and what to do about it: a decision on the facts that were found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from agent_client.backend.telephony.asterisk.settings import AsteriskSettings
from agent_client.backend.telephony.asterisk.sounds import BEEP, Sounds

LEAST: Mapping[int, tuple[int, int]] = {20: (20, 15), 21: (21, 10), 22: (22, 5)}
"""Of each line, the first that takes commands by the socket of its events and can make that connection itself."""
OPTIONAL: Mapping[str, str] = {
    "func_speex": "noise is not removed from agents' voices",
    "func_config": "its files cannot be looked at from here",
    "func_dialplan": "its dialplan cannot be looked at from here",
    "res_sorcery_memory_cache": "phones cannot be made while it runs",
    "res_sorcery_astdb": "phones cannot be made while it runs",
    "res_websocket_client": "it cannot connect to the server by itself",
}
"""Modules that the centre can do without, and what it does without then."""
PORTS_A_CALL = 4
NAMED = 6
"""Of so many phones or prompts the names are told."""


class Verdict(StrEnum):
    FINE = "ok"
    WRONG = "wrong"
    NOTE = "note"
    """Worth knowing; the centre works."""


class Finding(Struct, frozen=True):
    verdict: Verdict
    text: str


class Endpoint(Struct, frozen=True, kw_only=True):
    """A trunk or a phone, as Asterisk has it."""

    name: str
    online: bool
    codecs: str = ""
    context: str = ""
    direct_media: bool = False
    keepalive: int = 0
    tells_connected_line: bool = True


class Facts(Struct, frozen=True, kw_only=True):
    """Empty or None where it could not be found out."""

    version: str = ""
    may_write: bool = True
    commands_by_socket: bool = True
    app_registered: bool = False
    modules: frozenset[str] = frozenset()
    trunk: Endpoint | None = None
    phones: tuple[Endpoint, ...] = ()
    sounds: Sounds
    records: bool = False
    reached: Mapping[str, bool | None] = {}
    """By ``NUMBER@CONTEXT``: whether the dialplan has it."""
    rtp: tuple[int, int] | None = None
    told_variables: frozenset[str] | None = None


def findings(facts: Facts, settings: AsteriskSettings, needed: tuple[str, ...]) -> Iterator[Finding]:
    yield _version(facts.version)
    yield _user(facts, settings)
    yield _app(facts, settings)
    yield from _modules(facts.modules, needed)
    yield _variables(facts.told_variables)
    yield from _trunk(facts.trunk, settings)
    yield from _phones(facts.phones, settings)
    yield from _dialplan(facts.reached)
    yield _ports(facts.rtp)
    yield _recording(facts.records, settings)
    yield from _sounds(facts.sounds, settings)


def _fine(text: str) -> Finding:
    return Finding(Verdict.FINE, text)


def _wrong(text: str) -> Finding:
    return Finding(Verdict.WRONG, text)


def _note(text: str) -> Finding:
    return Finding(Verdict.NOTE, text)


def _version(version: str) -> Finding:
    found = re.match(r"(\d+)\.(\d+)", version)
    if found is None:
        return _note(f"Asterisk calls its version {version!r}: it should be 20.15, 21.10, 22.5 or newer")
    number = (int(found[1]), int(found[2]))
    least = LEAST.get(number[0])
    if number < (20, 0) or (least is not None and number < least):
        return _wrong(f"Asterisk {number[0]}.{number[1]} is too old: the centre needs 20.15, 21.10, 22.5 or newer")
    return _fine(f"Asterisk {number[0]}.{number[1]}")


def _user(facts: Facts, settings: AsteriskSettings) -> Finding:
    if not facts.may_write:
        return _wrong(f"{settings.user} may only read: take read_only out of its section in ari.conf")
    if not facts.commands_by_socket:
        return _wrong(
            "Asterisk takes no commands by the websocket of its events: see res_http_websocket and res_ari_events"
        )
    return _fine(f"{settings.user} may give commands")


def _app(facts: Facts, settings: AsteriskSettings) -> Finding:
    if facts.app_registered:
        return _fine(f"the application {settings.app} is registered")
    if settings.listen:
        return _wrong(
            f"the application {settings.app} is not registered: Asterisk is not told to connect to {settings.listen},"
            " see websocket_client.conf and ari.conf"
        )
    return _note(f"the application {settings.app} is not registered: the server does not run, or is not connected")


def _modules(running: frozenset[str], needed: tuple[str, ...]) -> Iterator[Finding]:
    missing = [module for module in needed if module not in running]
    for module in missing:
        if module in OPTIONAL:
            yield _note(f"without the module {module} {OPTIONAL[module]}")
    required = [module for module in missing if module not in OPTIONAL]
    if required:
        yield _wrong(f"modules are missing: {', '.join(required)}; load them in modules.conf")
    else:
        yield _fine("its modules are there")


def _variables(told: frozenset[str] | None) -> Finding:
    if told is None:
        return _note("whether ari.conf tells cc_call and cc_leg with every event is not known")
    if not {"cc_call", "cc_leg"} <= told:
        return _wrong(
            "calls would be lost when the server restarts: write channelvars = cc_call,cc_leg into [general] of ari.conf"
        )
    return _fine("the server finds its calls again after a restart")


def _trunk(trunk: Endpoint | None, settings: AsteriskSettings) -> Iterator[Finding]:
    if trunk is None:
        yield _wrong(f"there is no trunk as in {settings.trunk}: see pjsip.conf, or name yours by --trunk")
        return
    if not trunk.online:
        yield _wrong(f"the carrier behind {trunk.name} is not reached: see its aor, its registration, the firewall")
    if trunk.direct_media:
        yield _wrong(f"the sound of {trunk.name} may go past Asterisk: write direct_media = no into its endpoint")
    if trunk.tells_connected_line:
        yield _note(
            f"customers are shown agents' numbers: write send_connected_line = no into the endpoint {trunk.name}"
        )
    if trunk.online and not trunk.direct_media:
        yield _fine(f"the trunk {trunk.name}, codecs {trunk.codecs}")


def _phones(phones: tuple[Endpoint, ...], settings: AsteriskSettings) -> Iterator[Finding]:
    if not phones:
        yield _note(f"no phone has an account as in {settings.phone}: see pjsip.conf, or phone add")
        return
    away = [phone.name for phone in phones if not phone.online]
    if away:
        yield _note(f"{len(away)} of {len(phones)} phones are not registered: {_names(away)}")
    else:
        yield _fine(f"{len(phones)} phones, all registered")
    for wrong, why in (
        ([one.name for one in phones if one.direct_media], "their sound may go past Asterisk: direct_media = no"),
        (
            [one.name for one in phones if not _telephone(one.codecs)],
            "they speak neither alaw nor ulaw: allow = alaw,ulaw",
        ),
    ):
        if wrong:
            yield _wrong(f"{_names(wrong)}: {why}")
    silent = [one.name for one in phones if not one.keepalive]
    if silent:
        yield _note(f"{_names(silent)}: a line that is kept may die in the silence: rtp_keepalive = 2")


def _telephone(codecs: str) -> bool:
    return not codecs or "alaw" in codecs or "ulaw" in codecs


def _dialplan(reached: Mapping[str, bool | None]) -> Iterator[Finding]:
    for place, there in reached.items():
        match there:
            case None:
                yield _note(f"whether the dialplan has {place} is not known")
            case True:
                yield _fine(f"the dialplan has {place}")
            case False:
                yield _wrong(
                    f"the dialplan has no {place}: see extensions.conf, or name the number that the carrier sends"
                )


def _ports(rtp: tuple[int, int] | None) -> Finding:
    if rtp is None:
        return _note("which ports sound goes through is not known: see rtp.conf, and open them")
    first, last = rtp
    calls = (last - first + 1) // PORTS_A_CALL
    return _fine(
        f"sound goes through UDP {first} to {last}: some {calls} calls at once; open them for phones and carrier"
    )


def _recording(records: bool, settings: AsteriskSettings) -> Finding:
    if records:
        return _fine("it can record")
    return _wrong(
        f"it cannot record: see that its user may write {settings.recordings} within its folder of recordings, that the disk"
        " has room, and that chan_bridge_media and format_wav are loaded"
    )


def _sounds(sounds: Sounds, settings: AsteriskSettings) -> Iterator[Finding]:
    missing = sounds.missing()
    if missing:
        where = f"{settings.sounds_language}/{settings.sounds}"
        silent = [prompt.value for prompt in missing if not sounds.names(prompt)]
        yield _note(f"{len(missing)} prompts have no sound of their own in {where}: the nearest of Asterisk's is said")
        if silent:
            yield _note(f"nothing is said for {_names(silent)}: record them, see the list that asterisk-config writes")
    else:
        yield _fine("its prompts have their sounds")
    if sounds.there is not None and not sounds.has_number(1) and "digits/1" not in sounds.there:
        yield _wrong(
            f"no numbers are said in {settings.sounds_language}: install Asterisk's core sounds of that language, or record"
            f" {sounds.number(0)} and so on"
        )
    if sounds.there is not None and BEEP not in sounds.there:
        yield _wrong("the sound beep is missing: agents who keep their line would not hear that a call comes")


def _names(names: list[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
