"""The files that tell an Asterisk about the centre: whole ones for a new Asterisk, pieces to include for one that is there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from agent_client.backend.telephony.asterisk.accounts import MEDIA, PLACE, shown

HERE = Path(__file__).parent
EMPTY = ("acl", "ccss", "cel", "chan_websocket", "features", "manager", "pjproject", "stasis", "udptl")
"""Without these files Asterisk complains at each start."""
SECRET = frozenset(
    {"ari.conf", "websocket_client.conf", "pjsip.conf"}
    | {"ari_agent_client.conf", "websocket_client_agent_client.conf", "pjsip_agent_client.conf"}
)
_PLACE = re.compile(r"@([A-Z_]+)@")
_LINE = re.compile(r"[^\r\n\0;]*")


class BadPlan(ValueError):
    """What is to be written cannot be: one sentence."""


class Trunk(Struct, frozen=True, kw_only=True):
    """The carrier. ``user`` empty: it knows us, and we it, by address alone."""

    host: str
    port: int = 5060
    user: str = ""
    password: str = ""
    codecs: str = "alaw,ulaw"
    asked_seconds: int = 60
    """How often it is asked whether it is there, and not dialled while it does not say so. 0: never, as where nobody listens
    there between one call and the next."""


class PlannedPhone(Struct, frozen=True, kw_only=True):
    phone: str
    password: str
    name: str = ""


class Plan(Struct, frozen=True, kw_only=True):
    """What the configuration is to say. ``secret``: the password of the REST interface's user, and the server's at once."""

    secret: str
    user: str = "agent_client"
    app: str = "agent_client"
    backend: str = ""
    """``HOST:PORT`` of the server, where Asterisk connects to; empty: the server connects to Asterisk."""
    http: tuple[str, int] = ("127.0.0.1", 8088)
    sip: str = "0.0.0.0:5060"
    media: str = ""
    """The address that sound goes to and comes from; empty: any."""
    rtp: tuple[int, int] = (10_000, 14_000)
    trunk: Trunk | None = None
    phones: tuple[PlannedPhone, ...] = ()
    phone_context: str = "agent-client-phones"
    codecs: str = "alaw,ulaw"
    music: str = "/usr/share/asterisk/moh"
    language: str = "en"


def new(plan: Plan) -> Mapping[str, str]:
    """Every file of a new Asterisk's folder of configuration, by name. Raises `BadPlan`."""
    files = _filled("new", plan)
    return files | {f"{name}.conf": "" for name in EMPTY}


def existing(plan: Plan) -> Mapping[str, str]:
    """The pieces for one that is there. Raises `BadPlan`."""
    files = _filled("existing", plan)
    if not plan.backend:
        del files["websocket_client_agent_client.conf"]
    return files


def modules() -> tuple[str, ...]:
    lines = (HERE / "modules.list").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def _filled(kind: str, plan: Plan) -> dict[str, str]:
    _check(plan)
    values = _values(plan, kind)
    return {
        template.name: _PLACE.sub(lambda found: values[found[1]], template.read_text(encoding="utf-8"))
        for template in sorted((HERE / kind).iterdir())
        if template.suffix in (".conf", ".txt")
    }


def _check(plan: Plan) -> None:
    for text in (plan.secret, plan.user, plan.app, plan.sip, plan.media, plan.music, plan.language, plan.backend):
        _one_line(text)
    for phone in plan.phones:
        _one_line(phone.password)
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", phone.phone):
            raise BadPlan(f"{phone.phone!r} is no name of a phone: letters, digits, dot, dash and underscore")
    if plan.trunk is not None:
        for text in (plan.trunk.host, plan.trunk.user, plan.trunk.password):
            _one_line(text)
    first, last = plan.rtp
    if not 1024 <= first < last <= 65_535:
        raise BadPlan(f"{first} to {last} are no ports for sound: choose some between 1024 and 65535")


def _one_line(text: str) -> None:
    if not _LINE.fullmatch(text):
        raise BadPlan("names, addresses and passwords stand on one line, without a semicolon")


def _values(plan: Plan, kind: str) -> Mapping[str, str]:
    prefix = "load = " if kind == "new" else ""
    suffix = ".so" if kind == "new" else ""
    return {
        "MODULES": "\n".join(f"{prefix}{module}{suffix}" for module in modules()),
        "HTTP_HOST": plan.http[0],
        "HTTP_PORT": str(plan.http[1]),
        "SIP": plan.sip,
        "RTP_FIRST": str(plan.rtp[0]),
        "RTP_LAST": str(plan.rtp[1]),
        "MUSIC": plan.music,
        "PHONE_CONTEXT": plan.phone_context,
        "PHONE_MEDIA": _lines({**MEDIA, "allow": plan.codecs, "language": plan.language, **_bound(plan)}),
        "PHONE_PLACE": _lines(PLACE),
        "PHONES": "".join(_phone(phone) for phone in plan.phones),
        "ARI": _ari(plan),
        "WEBSOCKET_CLIENT": _websocket_client(plan),
        "TRUNK": _trunk(plan, plan.trunk)
        if plan.trunk
        else "; None was named; write it here as the manual of your carrier says.\n",
        "DIALPLAN": _dialplan(plan),
    }


def _bound(plan: Plan) -> Mapping[str, str]:
    return {"media_address": plan.media, "bind_rtp_to_media_address": "yes"} if plan.media else {}


def _lines(options: Mapping[str, str]) -> str:
    return "".join(f"{name} = {value}\n" for name, value in options.items())


def _section(name: str, options: Mapping[str, str]) -> str:
    return f"[{name}]\n{_lines(options)}\n"


def _phone(phone: PlannedPhone) -> str:
    name = phone.phone
    return (
        f"\n[{name}](agent-client-phone)\nauth = {name}\naors = {name}\n"
        f'callerid = "{shown(phone.name) or name}" <{name}>\n'
        f"[{name}](agent-client-auth)\nusername = {name}\npassword = {phone.password}\n"
        f"[{name}](agent-client-aor)\n"
    )


def _ari(plan: Plan) -> str:
    user = _section(plan.user, {"type": "user", "password": plan.secret})
    if not plan.backend:
        return user
    return f"{user}; Asterisk connects to the server, and keeps what happens until it can.\n" + _section(
        "agent_client_server",
        {
            "type": "outbound_websocket",
            "websocket_client_id": "agent_client_server",
            "apps": plan.app,
            "local_ari_user": plan.user,
        },
    )


def _websocket_client(plan: Plan) -> str:
    if not plan.backend:
        return "; Nothing: the server connects to Asterisk."
    options = {
        "type": "websocket_client",
        "connection_type": "persistent",
        "uri": f"ws://{plan.backend}/",
        "protocols": "ari",
        "username": plan.user,
        "password": plan.secret,
        "connection_timeout": "500",
        "reconnect_interval": "500",
    }
    return "; Where the server listens: serve --asterisk-listen.\n" + _section("agent_client_server", options)


def _trunk(plan: Plan, trunk: Trunk) -> str:
    endpoint = {
        "type": "endpoint",
        "context": "agent-client",
        "disallow": "all",
        "allow": trunk.codecs,
        "aors": "trunk",
        "direct_media": "no",
        "rtp_symmetric": "yes",
        "dtmf_mode": "rfc4733",
        "send_pai": "yes",
        "trust_id_inbound": "yes",
        "send_connected_line": "no",
        "rtp_timeout": "30",
        "rtp_timeout_hold": "300",
        "language": plan.language,
        **_bound(plan),
    }
    asked = {"qualify_frequency": str(trunk.asked_seconds)} if trunk.asked_seconds else {}
    sections = [
        _section("trunk", endpoint | ({"outbound_auth": "trunk", "from_user": trunk.user} if trunk.user else {})),
        _section("trunk", {"type": "aor", "contact": f"sip:{trunk.host}:{trunk.port}"} | asked),
        _section("trunk", {"type": "identify", "endpoint": "trunk", "match": trunk.host}),
    ]
    if trunk.user:
        auth = {"type": "auth", "auth_type": "userpass", "username": trunk.user, "password": trunk.password}
        registration = {
            "type": "registration",
            "server_uri": f"sip:{trunk.host}:{trunk.port}",
            "client_uri": f"sip:{trunk.user}@{trunk.host}:{trunk.port}",
            "contact_user": trunk.user,
            "outbound_auth": "trunk",
        }
        sections += [_section("trunk", auth), _section("trunk", registration)]
    return "".join(sections)


def _dialplan(plan: Plan) -> str:
    return f"""\
[agent-client]
; Customers. They hear ringing until the server has decided, then its music.
exten => _[+0-9].,1,Ringing()
 same => n,Stasis({plan.app},in,${{EXTEN}},${{CALLERID(pres)}})
 same => n,GotoIf($["${{STASISSTATUS}}" = "SUCCESS"]?done)
; The server is away, and Asterisk could not wait for it: say so, and let the carrier try elsewhere.
 same => n,Progress()
 same => n,Playback(all-circuits-busy-now,noanswer)
 same => n,Hangup(34)
 same => n(done),Hangup()

[{plan.phone_context}]
; What agents dial at their phones themselves.
exten => _[+*0-9].,1,Set(PJSIP_TRANSFER_HANDLING()=ari-only)
 same => n,Stasis({plan.app},out,${{EXTEN}})
 same => n,Hangup()
"""
