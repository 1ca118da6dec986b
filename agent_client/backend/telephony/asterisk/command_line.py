"""What can be typed about Asterisk: how `serve` reaches it, its configuration written, a running one looked over, its phones."""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from agent_client.backend.handed_over import MODE

from .accounts import Accounts
from .ari import AriHttp, AriLost
from .running import CannotFetch, CannotStart
from .setting_up.configuration import BadPlan, Plan, PlannedPhone, Trunk, modules
from .setting_up.findings import Finding, Verdict, findings
from .setting_up.looking import CannotLook, look
from .setting_up.writing import CannotWrite, secret, write
from .settings import PASSWORD_VARIABLE, AsteriskSettings, BadAsteriskSettings, checked, host_and_port

TRUNK_PASSWORD_VARIABLE = "AGENT_CLIENT_TRUNK_PASSWORD"
DEFAULT = AsteriskSettings()
T = TypeVar("T")


class CannotDo(Exception):
    """What Asterisk or the system refused: one sentence."""


SAID = (AriLost, BadAsteriskSettings, BadPlan, CannotDo, CannotFetch, CannotLook, CannotStart, CannotWrite)
"""Errors that are one line for whoever typed the command."""


def serving(parser: argparse.ArgumentParser) -> None:
    """The options of `serve`."""
    parser.add_argument(
        "--asterisk", default="", metavar="URL", help="of its HTTP server; without it the PBX is simulated"
    )
    _reaching(parser)


def settings_of(options: argparse.Namespace) -> AsteriskSettings | None:
    """What `serving`'s options say; None: no Asterisk. Raises `BadAsteriskSettings`."""
    return _settings(options) if options.asterisk else None


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _add_configuration(
        commands.add_parser("asterisk-config", help="write the configuration of an Asterisk for the centre")
    )
    doctor = commands.add_parser("doctor", help="say what a running Asterisk lacks")
    _reached(doctor)
    doctor.add_argument(
        "--number", action="append", default=[], metavar="N", help="one that customers dial, as the carrier sends it"
    )
    _add_phones(commands.add_parser("phone", help="phones of a running Asterisk: add, remove, list"))


def run(options: argparse.Namespace) -> int:
    """The exit status. Raises what is in `SAID`."""
    match options.command:
        case "asterisk-config":
            return _configure(options)
        case "doctor":
            return _doctor(options)
        case _:
            return _phone(options)


def _reached(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--asterisk", default=DEFAULT.url, metavar="URL", help="of its HTTP server (default: %(default)s)"
    )
    _reaching(parser)


def _reaching(parser: argparse.ArgumentParser) -> None:
    about = parser.add_argument_group("Asterisk", f"The password of its user is read from {PASSWORD_VARIABLE}.")
    about.add_argument(
        "--asterisk-user", default=DEFAULT.user, metavar="NAME", help="in ari.conf (default: %(default)s)"
    )
    about.add_argument(
        "--asterisk-app", default=DEFAULT.app, metavar="NAME", help="as the dialplan calls it (%(default)s)"
    )
    about.add_argument(
        "--asterisk-listen",
        default=DEFAULT.listen,
        metavar="HOST:PORT",
        help="where Asterisk connects to; without it the server connects to Asterisk",
    )
    about.add_argument("--trunk", default=DEFAULT.trunk, help="how a number is dialled (default: %(default)s)")
    about.add_argument("--phones", default=DEFAULT.phone, metavar="PATTERN", help="how a phone is rung (%(default)s)")
    about.add_argument(
        "--answering",
        action="append",
        default=[],
        metavar="PHONE",
        help="a phone that answers by itself where the invitation says so (answer-after=0), and so from the desktop;"
        " again for each, '*' for all",
    )
    about.add_argument(
        "--dial-country",
        default=DEFAULT.country,
        metavar="XX",
        help="the carrier wants its national numbers without +, and 00 for others",
    )
    about.add_argument(
        "--sounds-language", default=DEFAULT.sounds_language, metavar="XX", help="(default: %(default)s)"
    )


def _settings(options: argparse.Namespace) -> AsteriskSettings:
    return checked(
        AsteriskSettings(
            url=options.asterisk,
            user=options.asterisk_user,
            password=os.environ.get(PASSWORD_VARIABLE, ""),
            app=options.asterisk_app,
            listen=options.asterisk_listen,
            trunk=options.trunk,
            phone=options.phones,
            answering=frozenset(options.answering),
            country=options.dial_country,
            sounds_language=options.sounds_language,
        )
    )


def _add_configuration(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new folder; nothing in it is overwritten")
    parser.add_argument(
        "--existing", action="store_true", help="pieces to include in the files of an Asterisk that is there"
    )
    parser.add_argument(
        "--server", default="127.0.0.1:8461", metavar="HOST:PORT", help="where Asterisk finds the server"
    )
    parser.add_argument(
        "--server-connects", action="store_true", help="the server connects to Asterisk, not the reverse"
    )
    parser.add_argument("--http", default="127.0.0.1:8088", metavar="HOST:PORT", help="of the REST interface")
    parser.add_argument("--sip", default="0.0.0.0:5060", metavar="HOST:PORT", help="where phones register")
    parser.add_argument(
        "--rtp", default="10000-14000", metavar="FIRST-LAST", help="the ports of sound, four for each call"
    )
    parser.add_argument("--carrier", default="", metavar="HOST[:PORT]", help="of the trunk")
    parser.add_argument("--carrier-user", default="", metavar="NAME", help="if the carrier wants a registration")
    parser.add_argument("--phone", action="append", default=[], metavar="NAME", help="an agent's, again for each")
    parser.add_argument("--asterisk-user", default=DEFAULT.user, metavar="NAME", help="that the server is to be")
    parser.add_argument("--asterisk-app", default=DEFAULT.app, metavar="NAME", help="as the dialplan is to call it")
    parser.add_argument("--language", default=DEFAULT.sounds_language, metavar="XX", help="of the sounds (%(default)s)")
    parser.add_argument(
        "--music", default="/usr/share/asterisk/moh", metavar="DIR", help="of the files that waiters hear"
    )
    parser.epilog = (
        "Passwords are made here and stand in the files, which only their owner may read; the carrier's is read from"
        f" {TRUNK_PASSWORD_VARIABLE}."
    )


def _configure(options: argparse.Namespace) -> int:
    ports = re.fullmatch(r"(\d+)-(\d+)", options.rtp)
    if ports is None:
        raise BadPlan(f"{options.rtp!r} are no ports: write FIRST-LAST, such as 10000-14000")
    host_and_port(options.sip)
    plan = Plan(
        secret=secret(),
        user=options.asterisk_user,
        app=options.asterisk_app,
        backend="" if options.server_connects else _place(options.server),
        http=host_and_port(options.http),
        sip=options.sip,
        rtp=(int(ports[1]), int(ports[2])),
        trunk=_trunk(options.carrier, options.carrier_user) if options.carrier else None,
        phones=tuple(PlannedPhone(phone=phone, password=secret()) for phone in dict.fromkeys(options.phone)),
        music=options.music,
        language=options.language,
    )
    left = write(options.folder, plan, into_existing=options.existing, sounds=DEFAULT.sounds)
    sys.stdout.write(f"{options.folder} is written: read {options.folder / 'READ-ME.txt'} and go on there.\n")
    sys.stdout.writelines(f"Left to do: {sentence}.\n" for sentence in left)
    return 0


def _place(text: str) -> str:
    host_and_port(text)
    return text


def _trunk(place: str, user: str) -> Trunk:
    host, port = host_and_port(place if re.search(r":\d+$", place) else f"{place}:5060")
    return Trunk(host=host, port=port, user=user, password=os.environ.get(TRUNK_PASSWORD_VARIABLE, ""))


def _doctor(options: argparse.Namespace) -> int:
    settings = _settings(options)
    facts = asyncio.run(look(settings, options.number))
    found = tuple(findings(facts, settings, modules()))
    sys.stdout.writelines(f"{_said(finding)}\n" for finding in found)
    return 1 if any(finding.verdict is Verdict.WRONG for finding in found) else 0


def _said(finding: Finding) -> str:
    return f"{finding.verdict.value:<6}{finding.text}"


def _add_phones(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="add|remove|list")
    add = actions.add_parser("add", help="let a phone register, or give it a new password")
    _reached(add)
    add.add_argument("phone", help="the name that it registers by, and is rung by")
    add.add_argument("--name", default="", help="what it shows to colleagues")
    add.add_argument(
        "--password-file", type=Path, metavar="FILE", help="a new file for the password, instead of the screen"
    )
    remove = actions.add_parser("remove", help="let it register no more")
    _reached(remove)
    remove.add_argument("phone")
    _reached(actions.add_parser("list", help="who has an account, and who is registered"))


def _phone(options: argparse.Namespace) -> int:
    settings = _settings(options)
    match options.action:
        case "add":
            _add(settings, options.phone, options.name, options.password_file)
        case "remove":
            _with_accounts(settings, lambda accounts: accounts.remove(options.phone))
            sys.stdout.write(f"{options.phone} may register no more.\n")
        case _:
            for one in _with_accounts(settings, lambda accounts: accounts.all()):
                words = [
                    "registered" if one.online else "not registered",
                    "in Asterisk's own files" if one.fixed else "",
                ]
                sys.stdout.write("\t".join(filter(None, (one.phone, one.name or "-", *words))) + "\n")
    return 0


def _add(settings: AsteriskSettings, phone: str, name: str, file: Path | None) -> None:
    """The file first: a password that nobody can read is none."""
    password = secret()
    if file is not None:
        _write(file, password)
    try:
        _with_accounts(settings, lambda accounts: accounts.set(phone, name, password))
    except BaseException:
        if file is not None:
            file.unlink(missing_ok=True)
        raise
    if file is not None:
        sys.stdout.write(f"{phone} may register; {file} holds its password.\n")
    else:
        sys.stdout.write(f"{phone} may register with the password {password}, which is not shown again.\n")


def _write(file: Path, password: str) -> None:
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE), "w") as stream:
            stream.write(f"{password}\n")
    except FileExistsError:
        raise CannotDo(f"{file} is there already: name a new file, nothing is overwritten") from None
    except OSError as error:
        raise CannotDo(f"{file} cannot be written: {error.strerror}") from None


def _with_accounts(settings: AsteriskSettings, work: Callable[[Accounts], Awaitable[T]]) -> T:
    """Raises `CannotDo`."""

    async def done() -> T:
        http = AriHttp(settings)
        try:
            return await work(Accounts(http, settings))
        finally:
            await http.close()

    try:
        return asyncio.run(done())
    except (OSError, ValueError) as error:
        raise CannotDo(f"{error}: doctor says what is missing" if isinstance(error, OSError) else str(error)) from None
