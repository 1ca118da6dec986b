"""The phones that may register: those of Asterisk's own files are shown, others are made, changed and removed while it runs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from agent_client.backend.ports.telephony import PhoneAccount

from .ari import AriHttp, AriLost, AriRefused
from .endpoints import endpoints
from .settings import AsteriskSettings

OURS = "agent_client"
"""The account code of the phones that were made here: by it they are told from those of the files."""
AT_ONCE = 8
LONGEST_NAME = 80
WHERE = "asterisk/config/dynamic/res_pjsip"

MEDIA: Mapping[str, str] = {
    "disallow": "all",
    "direct_media": "no",
    "rtp_symmetric": "yes",
    "force_rport": "yes",
    "rewrite_contact": "yes",
    "dtmf_mode": "rfc4733",
    "device_state_busy_at": "1",
    "rtp_timeout": "30",
    "rtp_timeout_hold": "300",
    "rtp_keepalive": "2",
    "send_pai": "yes",
}
"""What every phone of the centre needs, in the files and here: one call at a time, its media always by way of Asterisk, which
also finds out that it died."""
PLACE: Mapping[str, str] = {
    "max_contacts": "1",
    "remove_existing": "yes",
    "minimum_expiration": "30",
    "qualify_frequency": "15",
    "qualify_timeout": "2",
}
"""One phone for each account: the newest that registers; asked every now and then whether it is still there."""


class _Made(Struct, frozen=True):
    phone: str
    name: str
    ours: bool
    registers: bool


class Accounts:
    """Implements `PhoneAccounts`, by HTTP alone, so that the command line can use it beside a running server."""

    def __init__(self, http: AriHttp, settings: AsteriskSettings) -> None:
        self._http = http
        self._settings = settings
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def all(self) -> Sequence[PhoneAccount]:
        """Those that register with a password; a trunk does not. Raises `OSError`."""
        try:
            there = await endpoints(self._http)
            states = {self._settings.phone_at(str(one["resource"])): one.get("state") == "online" for one in there}
            online = {phone: state for phone, state in states.items() if phone}
            found = await asyncio.gather(*(self._made(phone) for phone in online))
        except AriRefused as error:
            raise AriLost(str(error)) from None
        return [
            PhoneAccount(phone=one.phone, name=one.name, online=online[one.phone], fixed=not one.ours)
            for one in sorted((one for one in found if one is not None), key=lambda one: one.phone)
            if one.registers
        ]

    async def set(self, phone: str, name: str, password: str) -> None:
        """Raises `OSError`, `ValueError`."""
        if not self._settings.endpoint_of_phone(phone):
            raise ValueError(f"{phone!r} is no name of a phone: letters, digits, dot, dash and underscore")
        if not password or any(character in password for character in "\r\n\0"):
            raise ValueError("a phone needs a password, on one line")
        await self._ours(phone)
        name_there = self._there(phone)
        auth = {"auth_type": "userpass", "username": name_there, "password": password}
        endpoint = {
            "context": self._settings.phone_context,
            "auth": name_there,
            "aors": name_there,
            "accountcode": OURS,
            "callerid": f'"{shown(name) or phone}" <{phone}>',
        }
        try:
            await self._put("auth", phone, auth)
            await self._put("aor", phone, PLACE)
            await self._put("endpoint", phone, {**MEDIA, "allow": self._settings.codecs, **endpoint})
        except AriRefused as error:
            raise AriLost(f"Asterisk does not take the phone ({error}): see sorcery.conf, or run doctor") from None

    async def remove(self, phone: str) -> None:
        """Raises `OSError`, `ValueError`."""
        if not await self._ours(phone):
            return
        for kind in ("endpoint", "aor", "auth"):
            try:
                await self._http.request("DELETE", f"{WHERE}/{kind}/{self._there(phone)}")
            except AriRefused as error:
                if error.status != HTTPStatus.NOT_FOUND:
                    raise AriLost(f"Asterisk does not let the phone go ({error})") from None

    def _there(self, phone: str) -> str:
        """The name of its endpoint, by which it also registers."""
        return self._settings.endpoint_of_phone(phone).partition("/")[2]

    async def _ours(self, phone: str) -> bool:
        """Whether it is there. Raises `ValueError` if it is of Asterisk's own files."""
        if not self._settings.endpoint_of_phone(phone):
            return False
        try:
            found = await self._made(phone)
        except AriRefused as error:
            raise AriLost(str(error)) from None
        if found is not None and not found.ours:
            raise ValueError(f"{phone} stands in Asterisk's own configuration: it is changed there")
        return found is not None

    async def _made(self, phone: str) -> _Made | None:
        """Raises `AriRefused`, `AriLost`."""
        try:
            async with self._at_once:
                fields = await self._http.get(f"{WHERE}/endpoint/{quote(self._there(phone), safe='')}")
        except AriRefused as error:
            if error.status == HTTPStatus.NOT_FOUND:
                return None
            raise
        return _read(phone, fields)

    async def _put(self, kind: str, phone: str, fields: Mapping[str, str]) -> None:
        body = {"fields": [{"attribute": name, "value": value} for name, value in fields.items()]}
        await self._http.request("PUT", f"{WHERE}/{kind}/{self._there(phone)}", body)


def _read(phone: str, fields: Sequence[Mapping[str, Any]]) -> _Made:
    found = {str(field["attribute"]): str(field["value"]) for field in fields}
    name = found.get("callerid", "").partition("<")[0].strip().strip('"')
    return _Made(
        phone=phone,
        name="" if name in (phone, "<unknown>") else name,
        ours=found.get("accountcode") == OURS,
        registers=bool(found.get("auth")) and not found.get("outbound_auth"),
    )


def shown(name: str) -> str:
    """As a phone shows it: what would end the name in the caller's address is left out."""
    kept = "".join(character for character in name if character.isprintable() and character not in '"<>\\;,')
    return " ".join(kept.split())[:LONGEST_NAME]
