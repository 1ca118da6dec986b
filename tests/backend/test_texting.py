"""Text messages through the whole server (A15): what waits is sent, what fails is tried again, also after a restart."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from agent_client.backend.persistence import remote_agents, tables
from agent_client.backend.services import callback_requests, text_messages
from agent_client.backend.settings import MessageWay, Settings
from agent_client.protocol.names import AgentId, CallbackOrigin, QueueId

SERVICE, MOBILE, CUSTOMER = "+31857770100", "+31612345678", "+31201234567"
SENDS = (
    "import json, os, sys; open(sys.argv[1], 'a').write(json.dumps([os.environ['AGENT_CLIENT_TO'], "
    "os.environ['AGENT_CLIENT_TEXT']]) + '\\n')"
)


def by_phone(centre: Any) -> None:
    """The first agent signs in by phone."""

    def register(tx: Any) -> None:
        tx.conn.execute(update(tables.centre).values(service_number=SERVICE))
        remote_agents.set_numbers(tx.conn, AgentId(1), MOBILE, "")

    centre.write(register)


def messages(centre: Any) -> Any:
    return centre.read(lambda tx: tx.conn.execute(tables.text_messages.select()).all())


def ask(tx: Any) -> None:
    callback_requests.request(tx, number=CUSTOMER, name="Jo", queue=QueueId(1), origin=CallbackOrigin.WEB)


def test_A15_a_request_leaves_the_server_as_a_text_message(
    settings: Settings,
    made_centre: Callable[[Settings], Settings],
    run_centre: Callable[[Settings], Any],
    eventually: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first way fails; the server is started anew with one that works, and nothing is lost or sent twice."""
    file = tmp_path / "sent"
    monkeypatch.setattr(text_messages, "PAUSES", (1, 1, 1, 1))
    fails = MessageWay(command=shlex.join([sys.executable, "-c", "raise SystemExit(7)"]))
    works = MessageWay(command=shlex.join([sys.executable, "-c", SENDS, str(file)]))
    centre = run_centre(made_centre(replace(settings, messages=fails)))
    by_phone(centre)
    call = centre.on_loop(lambda: centre.pbx.call_in(MOBILE, SERVICE))
    eventually(lambda: centre.on_loop(lambda: centre.pbx.hang_up(call)) if centre.pbx.spoken(call) else False)
    centre.write(ask)
    eventually(lambda: [row.problem for row in messages(centre)] == ["command_failed 7"])
    centre.stop()
    centre = run_centre(replace(centre.settings, messages=works))
    eventually(lambda: [row.due_at for row in messages(centre)] == [None])
    (line,) = file.read_text().splitlines()
    number, text = json.loads(line)
    assert number == MOBILE
    assert "Jo" in text
    assert "020 123 4567" in text
