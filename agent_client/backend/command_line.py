"""The backend's command line. An error of whoever typed it is one line, and exit status 2."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import logging
import os
import secrets
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from agent_client import __version__
from agent_client.protocol.names import PasswordRule, Role
from agent_client.protocol.passwords import MustChange
from agent_client.protocol.refusals import StorageUnavailable
from agent_client.rules.dial_numbers import canonical
from agent_client.rules.passwords import first_password, least, unmet

from .app import Centre, NotSetUp, bring_up_to_date, build
from .demo.running import QUIET, Scene, prepare
from .handed_over import CannotHandOver, apart
from .outside_options import LOOPBACK, Unusable, link_command, messages, outside
from .passwords import Passwords
from .persistence.engine import unavailable
from .persistence.migrations import NewerDatabase
from .persistence.opening import units_over
from .ports.clock import SystemClock
from .ports.units import Tx
from .programs import BadCommand
from .server import AddressUnavailable, listening, run
from .services import directory, previews
from .services.directory import BadDirectory
from .services.previews import BadCampaign
from .services.setting_up import AlreadySetUp, CannotAdd, PlannedAgent, add_agent, first_plan, set_up
from .settings import NotADatabase, Postgres, Settings, database_at
from .telephony.asterisk import Asterisk, AsteriskSettings
from .telephony.asterisk import command_line as asterisk
from .telephony.simulator.pbx import Simulator

PASSWORD_VARIABLE = "AGENT_CLIENT_PASSWORD"
MOST_CALLERS = 600
DATABASES = "sqlite:///FILE or postgresql://USER@HOST/NAME"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="agent-client-backend", description="The contact centre that Agent Client talks to."
    )
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument(
        "--log", default="WARNING", choices=["ERROR", "WARNING", "INFO", "DEBUG"], help="how much to say on stderr"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="serve a centre")
    _where(serve, port=Settings.__struct_defaults__[1])
    outside(serve)
    asterisk.serving(serve)
    init = commands.add_parser("init", help="make a centre with one administrator")
    init.add_argument("--database", required=True, metavar="URL", help=DATABASES)
    init.add_argument("--name", default="Contact centre", help="what agents see as the centre's name")
    init.add_argument("--country", default="NL", help="how national numbers are read: two letters")
    init.add_argument("--dnis", default="100", help="the number that customers dial")
    init.add_argument("--user", default="admin", help="the administrator's user ID")
    init.epilog = f"The administrator's password is read from {PASSWORD_VARIABLE}, else asked for, else from stdin."
    _agent_options(commands.add_parser("agent", help="add an agent to a centre, also to one that is at work"))
    entries = commands.add_parser("directory", help="replace the organisation's directory by the lines of a file")
    entries.add_argument("--database", required=True, metavar="URL", help=DATABASES)
    entries.add_argument("file", type=Path, help="CSV in UTF-8: name,number,role,department")
    campaign = commands.add_parser("preview", help="have a campaign's customers called, each after an agent's look")
    campaign.add_argument("--database", required=True, metavar="URL", help=DATABASES)
    campaign.add_argument("--queue", required=True, help="the queue whose agents call")
    campaign.add_argument("file", type=Path, help="CSV in UTF-8: number, name, and a column for each variable")
    demo = commands.add_parser("demo", help="serve a centre with simulated callers and colleagues")
    _where(demo, port=0, databases="sqlite:///FILE")
    outside(demo)
    demo.add_argument("--pace", type=float, default=6.0, metavar="N", help="callers a minute (default: 6)")
    demo.add_argument("--quiet", action="store_true", help="no callers and no colleagues: only what a script does")
    demo.add_argument(
        "--asterisk", type=Path, metavar="DIR", help="on a real one, which lies in this folder or is fetched into it"
    )
    demo.add_argument("--fresh", action="store_true", help="forget what an earlier demo left in the database")
    asterisk.add_commands(commands)
    return parser


def _agent_options(agent: argparse.ArgumentParser) -> None:
    agent.add_argument("--database", required=True, metavar="URL", help=DATABASES)
    agent.add_argument("--user", required=True, help="the user ID to sign in with")
    agent.add_argument("--name", required=True, help="what colleagues read")
    agent.add_argument(
        "--role", default=Role.AGENT.value, choices=[one.value for one in Role if one is not Role.UNKNOWN]
    )
    agent.add_argument("--queue", action="append", default=[], help="a queue to serve, again for each (default: all)")
    agent.add_argument(
        "--user-file", type=Path, metavar="FILE", help="a new file for the user ID; with --password-file"
    )
    agent.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help="a new file for a first password, made here, to be handed over apart",
    )
    agent.epilog = (
        f"The agent's password is read from {PASSWORD_VARIABLE}, else asked for, else from stdin; with --password-file one is"
        " made, and the agent sets their own at the first sign-in."
    )


def _where(parser: argparse.ArgumentParser, *, port: int, databases: str = DATABASES) -> None:
    parser.add_argument("--database", required=True, metavar="URL", help=databases)
    parser.add_argument("--host", default="127.0.0.1", help="where to listen")
    parser.add_argument("--port", type=int, default=port, help="0: any free one")
    parser.add_argument(
        "--recordings",
        type=Path,
        metavar="DIR",
        help="the folder in which recordings are kept (default: beside the database, if that is a file)",
    )
    parser.add_argument(
        "--until-stdin-closes", action="store_true", help="end when standard input does: with its parent"
    )


def _serve(options: argparse.Namespace) -> None:
    settings = _served(options)
    _existing(settings)
    at_asterisk = asterisk.settings_of(options)
    centre = _simulated(settings) if at_asterisk is None else _on_asterisk(settings, at_asterisk)
    run(centre, listening(settings.host, settings.port), until_stdin_closes=options.until_stdin_closes)


def _served(options: argparse.Namespace) -> Settings:
    return Settings(
        database=database_at(options.database),
        host=options.host,
        port=options.port,
        link_command=link_command(options),
        messages=messages(options),
        recordings=options.recordings,
    )


def _simulated(settings: Settings) -> Centre:
    pbx = Simulator()
    return build(settings, SystemClock(), pbx, accounts=pbx.accounts)


def _on_asterisk(settings: Settings, at: AsteriskSettings) -> Centre:
    pbx = Asterisk(at)
    return build(settings, SystemClock(), pbx, accounts=pbx)


def _existing(settings: Settings) -> None:
    if not isinstance(settings.database, Postgres) and not settings.database.exists():
        raise Unusable(f"{settings.database} does not exist: make a centre with init, or look around with demo")


def _init(options: argparse.Namespace) -> None:
    settings = Settings(database=database_at(options.database))
    country = str(options.country).upper()
    if len(country) != 2 or not country.isascii() or not country.isalpha():
        raise Unusable(f"{options.country!r} is not a country: write two letters, such as NL")
    if not canonical(options.dnis, country):
        raise Unusable(f"{options.dnis!r} is not a number that customers can dial: write 3 to 18 digits")
    administrator = PlannedAgent(user=options.user, name="Administrator", password=_password(), role=Role.ADMINISTRATOR)
    plan = first_plan(options.name, country, administrator, options.dnis)
    bring_up_to_date(settings)
    _store(settings, lambda tx, hashed: set_up(tx, plan, hashed))
    sys.stdout.write(
        f"{settings.database} is a centre now; its administrator is {options.user}, its time zone {plan.time_zone}.\n"
    )


def _agent(options: argparse.Namespace) -> None:
    settings = Settings(database=database_at(options.database))
    _existing(settings)
    files = _files(options)
    made = first_password(secrets.choice) if files else ""
    agent = PlannedAgent(
        user=options.user,
        name=options.name,
        password=made or _password(),
        role=Role(options.role),
        queues=tuple(options.queue),
        must_change=MustChange.FIRST if made else None,
    )
    bring_up_to_date(settings)
    with apart(*files, agent.user, made) if files else nullcontext():
        _store(settings, lambda tx, hashed: add_agent(tx, agent, hashed))
    if files:
        sys.stdout.write(f"{files[0]} holds the user ID, {files[1]} the first password: hand them over apart.\n")
    else:
        sys.stdout.write(f"{options.user} can sign in now.\n")


def _files(options: argparse.Namespace) -> tuple[Path, Path] | None:
    """Where the user ID and the first password go. Raises `Unusable`."""
    user_file, password_file = options.user_file, options.password_file
    if user_file is None and password_file is None:
        return None
    if user_file is None or password_file is None:
        raise Unusable("--user-file and --password-file go together: user ID and password are handed over apart")
    if user_file.resolve() == password_file.resolve():
        raise Unusable("--user-file and --password-file are two files: user ID and password are never in one")
    return user_file, password_file


def _directory(options: argparse.Namespace) -> None:
    settings = Settings(database=database_at(options.database))
    _existing(settings)
    text = _text(options.file)
    bring_up_to_date(settings)
    _store(settings, lambda tx, _hashed: directory.imported(tx, text))
    sys.stdout.write(f"{options.file} is the directory now.\n")


def _preview(options: argparse.Namespace) -> None:
    settings = Settings(database=database_at(options.database))
    _existing(settings)
    text = _text(options.file)
    bring_up_to_date(settings)
    _store(settings, lambda tx, _hashed: previews.imported(tx, options.queue, text))
    sys.stdout.write(f"The customers of {options.file} wait in {options.queue} now.\n")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable(f"{file} is not UTF-8: save it as CSV in UTF-8") from None
    except OSError as error:
        raise Unusable(f"{file} cannot be read: {error.strerror}") from None


def _store(settings: Settings, unit: Callable[[Tx, Callable[[str], str]], object]) -> None:
    """Runs one unit on the database; it is given what keeps a password."""

    async def store() -> None:
        passwords = Passwords(settings.password_cost)
        units = units_over(settings.database, SystemClock(), lambda _effects: None)
        await units.start()
        try:
            await units.write(lambda tx: unit(tx, passwords.hashed))
        finally:
            await units.stop()
            passwords.close()

    asyncio.run(store())


def _password() -> str:
    password = os.environ.get(PASSWORD_VARIABLE, "")
    if not password:
        password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    if unmet(password, PasswordRule.STANDARD):
        raise Unusable(f"the password needs at least {least(PasswordRule.STANDARD)} characters")
    return password


def _demo(options: argparse.Namespace) -> None:
    if options.host not in LOOPBACK:
        raise Unusable("the demo answers on this computer alone: leave --host out")
    if not 0 <= options.pace <= MOST_CALLERS:
        raise Unusable(f"--pace is a number of callers a minute, from 0 to {MOST_CALLERS}")
    settings = _served(options)
    scene = QUIET if options.quiet else Scene(pace=options.pace)
    demo = prepare(settings, scene, fresh=options.fresh, asterisk=options.asterisk)
    run(demo, listening(settings.host, settings.port), until_stdin_closes=options.until_stdin_closes)


def _said(error: Exception) -> str | None:
    """The one line for an error that is not ours to trace; None for one that is."""
    match error:
        case _ if isinstance(error, asterisk.SAID):
            return str(error)
        case (
            Unusable() | BadCommand() | NotADatabase() | CannotAdd() | BadDirectory() | BadCampaign() | CannotHandOver()
        ):
            return str(error)
        case AddressUnavailable():
            return f"cannot listen on {error}; choose another with --host and --port"
        case NotSetUp():
            return "the database holds no centre yet: make one with init"
        case AlreadySetUp():
            return "the database holds a centre already; init makes new ones only"
        case NewerDatabase():
            return f"the database is of a newer version of this program (revision {error}): install that version"
        case StorageUnavailable():
            return f"cannot write the database: {error.detail}"
        case DBAPIError() | sqlite3.Error():
            refusal = unavailable(error)
            return None if refusal is None else f"cannot write the database: {refusal.detail}"
        case _:
            return None


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=options.log, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    try:
        own = {
            "serve": _serve,
            "init": _init,
            "agent": _agent,
            "directory": _directory,
            "preview": _preview,
            "demo": _demo,
        }
        if options.command not in own:
            return asterisk.run(options)
        own[options.command](options)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        said = _said(error)
        if said is None:
            raise
        sys.stderr.write(f"agent-client-backend: {said}\n")
        return 2
    return 0
