"""People who ask on the web to be called back, without a session (E10): who may ask how often for what, and in which queue."""

from __future__ import annotations

from agent_client.backend.domain.public_numbers import to_call
from agent_client.backend.persistence import centre
from agent_client.backend.ports.units import Tx
from agent_client.backend.settings import PublicThrottle
from agent_client.protocol.callbacks import CallbackRequest, CallbackRequested
from agent_client.protocol.names import CallbackOrigin
from agent_client.protocol.refusals import BadNumber, NotFound
from agent_client.rules.dial_numbers import canonical

from . import callback_requests, throttling


def ask(tx: Tx, wish: CallbackRequest, address: str, throttle: PublicThrottle) -> CallbackRequested:
    """The answer is the same whether or not the number waits already: it tells nobody anything about others.

    Raises `BadNumber`, `TooManyAttempts`, and `NotFound` in a centre that nobody can call.
    """
    known = centre.centre(tx.conn)
    queues = [centre.queue_row(tx.conn, one.id) for one in known.queues]
    own = {project.dnis for project in known.projects} | {queue.number for queue in queues}
    number = to_call(wish.number, known.country, own)
    if not number:
        raise BadNumber("not a number that we call", number=wish.number)
    dialled = canonical(wish.dnis, known.country)
    project = next((one for one in known.projects if one.dnis == dialled), next(iter(known.projects), None))
    if project is None:
        raise NotFound("nobody can be called here")
    throttling.asked(tx, number, address, throttle)
    callback_requests.request(tx, number=number, name=_plain(wish.name), queue=project.queue, origin=CallbackOrigin.WEB)
    return CallbackRequested(number)


def _plain(name: str) -> str:
    """On one line: what does not print stands in no name."""
    return " ".join("".join(one if one.isprintable() else " " for one in name).split())
