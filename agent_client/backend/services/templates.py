"""The templates of notes: supervisors and administrators save and remove them, and every agent has them at once (F2)."""

from __future__ import annotations

from msgspec.structs import replace

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import centre, templates
from agent_client.backend.ports.units import Tx
from agent_client.protocol.administration import SaveTemplate
from agent_client.protocol.centre import Template
from agent_client.protocol.names import Role, TemplateId
from agent_client.protocol.refusals import Forbidden, Invalid, NotFound


def save(tx: Tx, who: Caller, wish: SaveTemplate) -> Template:
    """``id`` 0 makes a new one; the last save stands. Raises `Forbidden`, `NotFound`, `Invalid`."""
    _may(who)
    wish = replace(wish, name=wish.name.strip())
    if not wish.name:
        raise Invalid("a template needs a name", field="name")
    if not wish.text.strip():
        raise Invalid("a template needs a text", field="text")
    if wish.queue is not None and wish.queue not in centre.queue_ids(tx.conn):
        raise Invalid("no such queue", field="queue")
    made = wish.id
    if wish.id == 0:
        made = templates.add(tx.conn, wish)
    elif not templates.change(tx.conn, wish):
        raise NotFound("no such template")
    centre.publish_centre(tx)
    return _existing(tx, made)


def remove(tx: Tx, who: Caller, template_id: TemplateId) -> Template:
    """As it was. Raises `Forbidden`, `NotFound`."""
    _may(who)
    gone = _existing(tx, template_id)
    templates.drop(tx.conn, template_id)
    centre.publish_centre(tx)
    return gone


def _existing(tx: Tx, template_id: TemplateId) -> Template:
    found = templates.template(tx.conn, template_id)
    if found is None:
        raise NotFound("no such template")
    return found


def _may(who: Caller) -> None:
    if who.role not in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        raise Forbidden("only supervisors and administrators change templates")
