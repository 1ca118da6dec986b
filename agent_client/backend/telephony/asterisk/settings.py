"""What whoever runs the server says about their Asterisk."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from msgspec import Struct

PASSWORD_VARIABLE = "AGENT_CLIENT_ASTERISK_PASSWORD"
NUMBER = "{number}"
PHONE = "{phone}"

_PHONE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_NUMBER = re.compile(r"[+]?[0-9*#]{1,40}")


class BadAsteriskSettings(ValueError):
    """What is given describes no Asterisk that could be reached: one sentence."""


class AsteriskSettings(Struct, frozen=True, kw_only=True):
    url: str = "http://127.0.0.1:8088"
    """Of Asterisk's HTTP server, with its prefix if it has one."""
    user: str = "agent_client"
    password: str = ""
    app: str = "agent_client"
    """The name of the Stasis application."""
    listen: str = ""
    """``HOST:PORT`` where Asterisk connects to us, and keeps what happens until it can; empty: we connect to it."""
    trunk: str = "PJSIP/{number}@trunk"
    """How a number outside is dialled."""
    phone: str = "PJSIP/{phone}"
    """How a phone of the centre is rung."""
    phone_context: str = "agent-client-phones"
    """The dialplan context of phones that are made at run time."""
    answering: frozenset[str] = frozenset()
    """The phones that answer by themselves where the invitation says so (``Call-Info: answer-after=0``), and so can be answered
    from the desktop; ``*``: all of them."""
    codecs: str = "alaw,ulaw"
    """Of those phones, the preferred first."""
    country: str = ""
    """Two letters: numbers of this country are dialled as national ones (0…), those abroad with 00; empty: all with +."""
    sounds: str = "agent_client"
    """The folder of the centre's own sounds, within Asterisk's."""
    sounds_language: str = "en"
    recordings: str = "agent_client"
    """The folder of the centre's recordings, within Asterisk's."""

    def endpoint_of_phone(self, phone: str) -> str:
        """Empty for what is no phone's name: nothing but a name can come into an address."""
        return self.phone.replace(PHONE, phone) if _PHONE_NAME.fullmatch(phone) else ""

    def phone_at(self, resource: str) -> str:
        """The phone whose address has this name of an endpoint; empty: it is none of ours."""
        before, _, after = self.phone.partition("/")[2].partition(PHONE)
        phone = resource.removeprefix(before).removesuffix(after)
        return phone if self.endpoint_of_phone(phone) and resource == f"{before}{phone}{after}" else ""

    def endpoint_of_number(self, number: str) -> str:
        """Empty for what is no number."""
        if not _NUMBER.fullmatch(number):
            return ""
        return self.trunk.replace(NUMBER, national(number, self.country) if self.country else number)

    def __str__(self) -> str:
        return f"AsteriskSettings({self.url}, {self.user}, {self.app})"

    __repr__ = __str__


def national(number: str, country: str) -> str:
    """As it is dialled from a line of that country."""
    import phonenumbers  # 20 ms and 2 MB that only numbers cost

    try:
        read = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    written = phonenumbers.format_out_of_country_calling_number(read, country.upper())
    return "".join(character for character in written if character.isdigit())


def checked(settings: AsteriskSettings) -> AsteriskSettings:
    """As given. Raises `BadAsteriskSettings`, with what to write instead."""
    where = urlsplit(settings.url)
    if where.scheme not in ("http", "https") or not where.hostname or where.username is not None:
        raise BadAsteriskSettings(
            f"{_without_password(settings.url)!r} is no address of an Asterisk: write http://HOST:8088"
        )
    if not settings.user or ":" in settings.user:
        raise BadAsteriskSettings("the user of Asterisk's REST interface is a name without a colon: see ari.conf")
    if not settings.password:
        raise BadAsteriskSettings(f"the password of {settings.user} is missing: put it into {PASSWORD_VARIABLE}")
    if NUMBER not in settings.trunk:
        raise BadAsteriskSettings(f"{settings.trunk!r} says not where the number goes: write PJSIP/{NUMBER}@trunk")
    if PHONE not in settings.phone:
        raise BadAsteriskSettings(f"{settings.phone!r} says not where the phone's name goes: write PJSIP/{PHONE}")
    if settings.listen:
        host_and_port(settings.listen)
    return settings


def host_and_port(listen: str) -> tuple[str, int]:
    """Of ``HOST:PORT`` or ``[HOST]:PORT``. Raises `BadAsteriskSettings`."""
    where = urlsplit(f"//{listen}")
    try:
        port = where.port
    except ValueError:
        port = None
    if not where.hostname or port is None or where.path or where.username is not None:
        raise BadAsteriskSettings(f"{listen!r} is no place to listen at: write HOST:PORT, such as 127.0.0.1:8461")
    return where.hostname, port


def _without_password(url: str) -> str:
    return url.rsplit("@", 1)[-1]
