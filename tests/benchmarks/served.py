"""The centre as it is served to a site, on a real Asterisk: its people, its process, and who works in it without a window."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from asterisks import SECRET, USER, Pbx
from centre import Witness
from children import Bench, Child

from agent_client.backend.app import bring_up_to_date
from agent_client.backend.passwords import Passwords
from agent_client.backend.persistence import tables
from agent_client.backend.persistence.engine import open_sqlite
from agent_client.backend.ports.clock import SystemClock
from agent_client.backend.ports.units import Tx
from agent_client.backend.services.setting_up import (
    VARIABLES,
    Plan,
    PlannedAgent,
    PlannedCustomer,
    PlannedQueue,
    PlannedVariable,
    set_up,
)
from agent_client.backend.settings import PasswordCost, Settings
from agent_client.backend.telephony.asterisk.settings import PASSWORD_VARIABLE
from agent_client.client.api import Api
from agent_client.protocol.agents import ChangeState
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import AgentState
from agent_client.protocol.sessions import SignIn

PASSWORD = "Passwort 9"
AT_WINDOW, AT_WINDOW_PHONE, AT_WINDOW_NUMBER = "anna", "201", "+31800100201"
KEPT, KEPT_PHONE, KEPT_NUMBER = "karel", "202", "+31800100202"
MANY_NUMBER = "+31800100300"
"""Of the queue that many agents serve and in which calls are recorded."""
CALLERS = tuple(f"+3120100{number:04}" for number in range(1, 26))
"""Who is in the books."""
WRAP_UP_SECONDS = 1


def many(count: int) -> tuple[tuple[str, str], ...]:
    """Those who serve the queue of many: user and phone."""
    return tuple((f"agent{number}", str(300 + number)) for number in range(1, count + 1))


def phones(count: int) -> list[str]:
    return [AT_WINDOW_PHONE, KEPT_PHONE, *(phone for _, phone in many(count))]


def _plan(count: int) -> Plan:
    def queue(name: str, number: str, *, records: bool = False) -> PlannedQueue:
        return PlannedQueue(
            name=name,
            dnis=((name, number),),
            variables=VARIABLES,
            wrap_up_seconds=WRAP_UP_SECONDS,
            wrap_up_extensions=0,
            default_reason="Answered",
            records=records,
        )

    people = ((AT_WINDOW, "Window"), (KEPT, "Kept"), *((user, "Many") for user, _ in many(count)))
    return Plan(
        name="Measured centre",
        country="NL",
        cad=(PlannedVariable(key="contract", label="Contract", editable=False),),
        queues=(
            queue("Window", AT_WINDOW_NUMBER),
            queue("Kept", KEPT_NUMBER),
            queue("Many", MANY_NUMBER, records=True),
        ),
        agents=tuple(
            PlannedAgent(user=user, name=user.title(), password=PASSWORD, queues=(serves,)) for user, serves in people
        ),
        wrap_up_reasons=("Answered",),
        customers=tuple(
            PlannedCustomer(
                fields=CustomerFields(
                    name=f"Jana Nováková {at}", company="Bakker BV", numbers=(number,), town="Utrecht"
                ),
                variables={"contract": f"Gold {at}"},
            )
            for at, number in enumerate(CALLERS, 1)
        ),
    )


def make_database(file: Path, count: int) -> None:
    bring_up_to_date(Settings(database=file))
    engine, passwords = open_sqlite(file), Passwords(PasswordCost(memory_kib=8, passes=1, lanes=1))
    hashed = passwords.hashed(PASSWORD)  # the same for everybody
    agents = tables.agents
    with engine.begin() as conn:
        set_up(Tx(conn, SystemClock().now()), _plan(count), lambda _: hashed)
        conn.execute(agents.update().where(agents.c.user_name == KEPT).values(keeps_line=True))
    passwords.close()
    engine.dispose()


class Served:
    """``url`` is where clients find it."""

    def __init__(self, bench: Bench, name: str, pbx: Pbx, count: int = 0) -> None:
        file = bench.folder / f"{name}.sqlite"
        make_database(file, count)
        options = ("--asterisk", pbx.url, "--asterisk-user", USER, "--asterisk-listen", pbx.backend)
        where = ("--port", "0", "--database", f"sqlite:///{file}")
        environment = {**bench.environment(), PASSWORD_VARIABLE: SECRET}
        self._process = Child(environment, "-m", "agent_client.backend", "serve", *options, *where)
        (self.url,) = self._process.hear("ready")
        self.pid = self._process.pid

    def __enter__(self) -> Served:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.end()

    def work(self, user: str, phone: str) -> Witness:
        """Signed in and ready, without a window; their session lives by the witness's stream."""
        token = asyncio.run(_token(self.url, user, phone))
        witness = Witness(self.url, token)
        asyncio.run(ready(self.url, token))
        witness.wait_state(AgentState.READY)
        return witness


async def _token(url: str, user: str, phone: str) -> str:
    api = Api(url)
    signed = await api.sign_in(SignIn(user=user, password=PASSWORD, phone=phone, seat=user))
    await api.close()
    return signed.token


async def ready(url: str, token: str) -> None:
    api = Api(url)
    api._token = token
    await api.change_state(ChangeState(state=AgentState.READY))
    await api.close()


def cpu_seconds(pid: int) -> float:
    """Of a process, with its threads, so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
