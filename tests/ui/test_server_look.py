"""The quiet look at the server in the field, over real sockets."""

from __future__ import annotations

import asyncio
import socket
from datetime import UTC, datetime

import pytest
from msgspec import json

from agent_client.client.tasks import TaskOwner
from agent_client.protocol.sessions import SCHEMA, Hello
from ui import server_look
from ui.dialogs.sign_in_server import ServerField
from ui.server_look import ServerLook

HELLO = Hello(schema=SCHEMA, oldest_client=1, server="1", centre="Thermo Service", epoch="e", now=datetime.now(UTC))  # noqa: TID251


@pytest.fixture
def look(qtbot, run, monkeypatch):
    """What the line says of an address, once it says something; ``serve``: its server comes up after the first look."""
    field = ServerField("Server", 300)
    qtbot.addWidget(field)
    monkeypatch.setattr(server_look, "AGAIN", 0.01)

    async def answer(reader, writer) -> None:
        body = json.encode(HELLO)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )
        await writer.drain()
        writer.close()

    def looked(address: str, *, late: bool = False, serve: bool = True) -> list[str]:
        async def story() -> list[str]:
            tasks, said = TaskOwner(), []
            with socket.socket() as listening:
                listening.bind(("127.0.0.1", 0))
                port = listening.getsockname()[1]
                server = None
                if serve and not late:
                    server = await asyncio.start_server(answer, sock=listening)
                field.setText(address.format(port=port))
                looking = ServerLook(field, tasks)
                looking.look()
                wanted = 2 if late else 1
                while len(said) < wanted:
                    await asyncio.sleep(0.005)
                    if field.answer.text() and field.answer.text() not in said:
                        said.append(field.answer.text())
                        if late and server is None:
                            server = await asyncio.start_server(answer, sock=listening)
                looking.stop()
                if server is not None:
                    server.close()
                    await server.wait_closed()
            await tasks.close()
            return said

        return run(story())

    return looked


def test_A2_a_server_that_answers_says_its_centres_name(look) -> None:
    assert look("127.0.0.1:{port}") == ["Thermo Service"]


def test_A2_one_that_does_not_says_why_and_is_looked_at_again(look) -> None:
    refused = "No server answers at this address: check the address, or ask IT whether the server runs."
    assert look("127.0.0.1:{port}", late=True) == [refused, "Thermo Service"]


def test_A2_what_is_no_address_is_said(look) -> None:
    [said] = look("ftp://centre", serve=False)
    assert said.startswith("That is not a server's address.")
