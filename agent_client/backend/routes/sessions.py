"""Meeting the server, signing in, staying alive, signing out."""

from __future__ import annotations

from litestar import delete, get, post
from litestar.params import JSONBody

from agent_client import __version__
from agent_client.backend.persistence import centre
from agent_client.backend.ports.units import Tx
from agent_client.backend.services import session_life, signing_in
from agent_client.protocol import paths
from agent_client.protocol.sessions import OLDEST_CLIENT, SCHEMA, Alive, Hello, Pulse, Renew, Renewed, SignedIn, SignIn

from .authentication import signed_in
from .errors import COMMAND, refusals
from .parts import Asking, Given, HttpRequest, Wired


def hello_of(tx: Tx) -> Hello:
    row = centre.settings_row(tx.conn)
    return Hello(
        schema=SCHEMA,
        oldest_client=OLDEST_CLIENT,
        server=__version__,
        centre=row.name,
        epoch=row.epoch,
        now=tx.now,
    )


@get(paths.HELLO, responses=refusals(), operation_id="hello", tags=["sessions"])
async def hello(parts: Wired) -> Hello:
    """What this server speaks, and what its clock says."""
    return await parts.units.read(hello_of)


@post(paths.SESSIONS, responses=refusals(401, 409, 426, 429), operation_id="sign_in", tags=["sessions"])
async def sign_in(request: HttpRequest, parts: Wired, data: JSONBody[SignIn]) -> SignedIn:
    """Sign in. An older session of the same agent ends."""
    address = request.client.host if request.client is not None else ""
    return await parts.signing_in.sign_in(data, address)


@delete(paths.SESSION, guards=[signed_in], responses=COMMAND, operation_id="sign_out", tags=["sessions"])
async def sign_out(command: Given, parts: Wired) -> None:
    """Sign out. Not possible while a contact is being offered."""
    await parts.commands.run(command, lambda tx: signing_in.sign_out(tx, command.who), type(None))


@post(
    paths.PULSE,
    guards=[signed_in],
    status_code=200,
    responses=refusals(401, 426),
    operation_id="pulse",
    tags=["sessions"],
)
async def pulse(caller: Asking, parts: Wired, data: JSONBody[Alive]) -> Pulse:
    """Say that the client is alive, and hears; what the server's clock says, and until when the session lasts."""
    await parts.links.pulsed(caller, parts.clock.now(), hears=data.hears)
    return await parts.units.read(lambda tx: session_life.pulse(tx, caller))


@post(
    paths.RENEWAL,
    guards=[signed_in],
    status_code=200,
    responses=refusals(401, 409, 426, 429),
    operation_id="renew",
    tags=["sessions"],
)
async def renew(request: HttpRequest, caller: Asking, parts: Wired, data: JSONBody[Renew]) -> Renewed:
    """A new token for the same session; with the password it is as if the agent had just signed in."""
    address = request.client.host if request.client is not None else ""
    used = request.headers.get("authorization", "").partition(" ")[2].strip()
    return await parts.signing_in.renew(caller, used, data.password, address)


HANDLERS = [hello, sign_in, sign_out, pulse, renew]
