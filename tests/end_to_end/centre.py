"""The centre of these tests: its teams, its database, its process, and what its customers and phones do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from msgspec import Struct, json

from agent_client.backend.app import bring_up_to_date
from agent_client.backend.passwords import Passwords
from agent_client.backend.persistence.engine import open_sqlite
from agent_client.backend.ports.units import Tx
from agent_client.backend.services.directory import PlannedEntry
from agent_client.backend.services.setting_up import (
    VARIABLES,
    Plan,
    PlannedAgent,
    PlannedCustomer,
    PlannedQueue,
    PlannedRecord,
    PlannedVariable,
    set_up,
)
from agent_client.backend.settings import Settings
from agent_client.client.api import system_ssl
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import Role, VariableKind
from agent_client.protocol.paths import API
from tests.end_to_end.servers import CHEAP, Server

TEAMS = 40
PASSWORD = "Passwort 9"
IBAN = "NL91 ABNA 0417 1643 00"
CAD = (
    PlannedVariable(key="contract", label="Contract", editable=False),
    PlannedVariable(key="case", label="Case"),
    PlannedVariable(key="callback", label="Callback wanted", kind=VariableKind.DATE_TIME),
    PlannedVariable(key="iban", label="IBAN", secure=True),
)
SHORT, TIMED, LONG = 1, 3, 60
"""Seconds in which a call is to be answered, and to be wrapped up."""
SHIELD = 3
"""Seconds after which a paused recording goes on by itself."""


class Who(Struct, frozen=True):
    user: str
    name: str
    phone: str


class Team(Struct, frozen=True):
    """``number`` tells it from the others. ``main`` and ``shop`` lead to one queue, where nothing ends by itself; on
    ``quick`` a call is to be answered within a second, on ``brief`` it is to be wrapped up within one, on ``timed`` within
    three, once more by thirty, and if nothing is said it was "Answered"; on ``taped`` calls are recorded."""

    number: int

    @property
    def anna(self) -> Who:
        return Who(f"anna{self.number}", f"Anna Visser {self.number}", str(2000 + self.number))

    @property
    def bram(self) -> Who:
        return Who(f"bram{self.number}", f"Bram Smit {self.number}", str(4000 + self.number))

    @property
    def chief(self) -> Who:
        """Their administrator, who serves no queue."""
        return Who(f"chief{self.number}", f"Chris Jansen {self.number}", str(6000 + self.number))

    @property
    def main(self) -> str:
        return f"+3120100{self.number:04}"

    @property
    def shop(self) -> str:
        return f"+3120200{self.number:04}"

    @property
    def quick(self) -> str:
        return f"+3120300{self.number:04}"

    @property
    def brief(self) -> str:
        return f"+3120400{self.number:04}"

    @property
    def timed(self) -> str:
        return f"+3120500{self.number:04}"

    @property
    def taped(self) -> str:
        return f"+3120600{self.number:04}"

    @property
    def known(self) -> str:
        """Jana's number."""
        return f"+3130300{self.number:04}"

    @property
    def shared(self) -> str:
        """Marie's number for the main project, Zoë's for the shop."""
        return f"+3130400{self.number:04}"

    @property
    def stranger(self) -> str:
        return f"+3130500{self.number:04}"

    @property
    def expert(self) -> str:
        """Zoë's of the directory, outside."""
        return f"+3130600{self.number:04}"

    def customer(self, first: str) -> str:
        return f"{first} Novák{self.number:03}"

    @property
    def company(self) -> str:
        return f"Pekařství{self.number:03} a syn"


def _planned(team: Team, now: datetime) -> tuple[PlannedCustomer, ...]:
    def one(first: str, number: str, **more: Any) -> PlannedCustomer:
        text = f"{first} asked for the price list."
        return PlannedCustomer(
            fields=CustomerFields(name=team.customer(first), company=team.company, numbers=(number,), town="Utrecht"),
            variables={"contract": f"Gold {team.number}", "iban": IBAN},
            records=(PlannedRecord(at=now - timedelta(days=2), user=team.bram.user, text=text, phone="4711"),),
            **more,
        )

    return (
        one("Jana", team.known),
        one("Marie", team.shared, project=f"Main {team.number}"),
        one("Zoë", team.shared, project=f"Shop {team.number}"),
    )


def _plan(now: datetime, count: int) -> Plan:
    teams = [Team(number) for number in range(1, count + 1)]

    def queue(kind: str, team: Team, ring: int, wrap_up: int, projects: dict[str, str], **more: Any) -> PlannedQueue:
        return PlannedQueue(
            name=f"{kind} {team.number}",
            dnis=tuple((f"{name} {team.number}", dnis) for name, dnis in projects.items()),
            variables=VARIABLES,
            ring_seconds=ring,
            wrap_up_seconds=wrap_up,
            **more,
        )

    asked = {"web_cancel": True, "retry_seconds": SHORT}
    timed = {"default_reason": "Answered", "wrap_up_extensions": 1, "wrap_up_extend_seconds": 30}

    return Plan(
        name="Test centre",
        country="NL",
        cad=CAD,
        shield_seconds=SHIELD,
        queues=tuple(
            one
            for team in teams
            for one in (
                queue("Main", team, LONG, LONG, {"Main": team.main, "Shop": team.shop}, **asked),
                queue("Quick", team, SHORT, LONG, {"Quick": team.quick}),
                queue("Brief", team, LONG, SHORT, {"Brief": team.brief}),
                queue("Timed", team, LONG, TIMED, {"Timed": team.timed}, **timed),
                queue("Taped", team, LONG, LONG, {"Taped": team.taped}, records=True),
            )
        ),
        agents=tuple(
            PlannedAgent(
                user=who.user,
                name=who.name,
                password=PASSWORD,
                queues=tuple(f"{kind} {team.number}" for kind in ("Main", "Quick", "Brief", "Timed", "Taped")),
            )
            for team in teams
            for who in (team.anna, team.bram)
        )
        + tuple(
            PlannedAgent(
                user=team.chief.user, name=team.chief.name, password=PASSWORD, role=Role.ADMINISTRATOR, queues=()
            )
            for team in teams
        ),
        idle_reasons=("Lunch", "Meeting"),
        wrap_up_reasons=("Answered", "Passed on", "Callback agreed", "Wrong number"),
        customers=tuple(one for team in teams for one in _planned(team, now)),
        directory=tuple(
            PlannedEntry(name=f"Zoë Expert{team.number:03}", number=team.expert, role="Lawyer", department="Legal")
            for team in teams
        ),
    )


def write(database: Path, teams: int = TEAMS) -> None:
    bring_up_to_date(Settings(database=database))
    engine, passwords = open_sqlite(database), Passwords(CHEAP)
    kept: dict[str, str] = {}

    def hashed(password: str) -> str:  # the same for everybody: a hundred hashes would take their time
        return kept.get(password) or kept.setdefault(password, passwords.hashed(password))

    now = datetime.now(UTC)  # noqa: TID251
    with engine.begin() as conn:
        set_up(Tx(conn, now), _plan(now, teams), hashed)
    passwords.close()
    engine.dispose()


class Centre:
    """The quiet demo as a process over a database of ours; ``pbx`` drives its callers and phones. ``options``: further ones
    of its command line."""

    def __init__(self, database: Path, *options: str) -> None:
        self.database = database
        self.options = options
        self.url = ""
        self._server: Server | None = None
        self._log = database.with_suffix(".log")

    @property
    def port(self) -> int:
        return httpx.URL(self.url).port or 0

    def start(self) -> Centre:
        """Where it was before, if it ran before."""
        self.run("demo", "--quiet")
        return self

    def run(self, what: str, *options: str, **environment: str) -> None:
        """Until it is ready."""
        arguments = [what, "--until-stdin-closes", *options, *self.options]
        arguments += ["--database", f"sqlite:///{self.database}", "--port", str(self.port)]
        self._server = Server(arguments, environment, self._log)
        self.url = self._server.url

    def kill(self) -> None:
        assert self._server is not None
        self._server.kill()

    def stop(self) -> None:
        if self._server is not None and self._server.runs():
            self._server.stop()

    def let_it_write(self, on: bool) -> None:
        """Off: from now on the system takes nothing from this process for any file, as on a full disk. Linux only."""
        import resource  # not on Windows

        assert self._server is not None
        limit = resource.RLIM_INFINITY if on else 0
        resource.prlimit(self._server.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What stands in the database, as anybody else reads it."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as conn:
            return conn.execute(query, values).fetchall()

    def records(self, text: str) -> int:
        """How many records have this text."""
        [(count,)] = self.rows("SELECT count(*) FROM records WHERE text = ?", text)
        return int(count)

    async def pbx(self, path: str, **body: object) -> dict[str, Any]:
        async with httpx.AsyncClient(base_url=self.url, verify=system_ssl(), trust_env=False) as http:
            answer = await http.post(f"{API}/simulator/{path}", content=json.encode(body))
        assert answer.is_success, answer.text
        return json.decode(answer.content, type=dict[str, Any])

    async def look(self, path: str) -> dict[str, Any]:
        """What can be seen of the simulated PBX."""
        async with httpx.AsyncClient(base_url=self.url, verify=system_ssl(), trust_env=False) as http:
            answer = await http.get(f"{API}/simulator/{path}")
        assert answer.is_success, answer.text
        return json.decode(answer.content, type=dict[str, Any])

    async def call(self, number: str, dnis: str, **how: object) -> str:
        """A customer calls; the call's name."""
        return str((await self.pbx("calls", ani=number, dnis=dnis, **how))["call"])

    async def hang_up(self, call: str) -> None:
        await self.pbx(f"calls/{call}/hang-up")
