"""What agents do with the keys of their phones: hold, and transfer (D1, D7). The window shows it, and what it allows meanwhile
`rules.parties` says."""

from __future__ import annotations

from collections.abc import Mapping

from agent_client.backend.domain.caller import Caller
from agent_client.backend.domain.turns import Happening
from agent_client.backend.persistence import agents, centre, contact_view, contacts, course
from agent_client.backend.persistence.contacts import TALKING, ContactRow
from agent_client.backend.ports.telephony import AnswerTransfer, LegId, PhoneHeld, Phones, TransferAsked
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import ContactState, MomentKind, TargetKind, WhyCode
from agent_client.protocol.refusals import ReachedThroughGroup, Refusal
from agent_client.protocol.why import Why
from agent_client.rules.dial_numbers import canonical
from agent_client.rules.parties import ContactAction, Hindrance, allowed, hindrance

from . import consulting, contact_turns, customers, routing, targets, telling, transfers
from .targets import Goal

_SHOWN = 40
"""Characters of what a phone may send as a number."""
_LIVING = (ContactState.CONNECTING, ContactState.RINGING, *TALKING)


def held(tx: Tx, event: PhoneHeld) -> None:
    """Repeatable. Who talks with them hears it too, and their window says why."""
    contact = contacts.by_leg(tx.conn, event.leg)
    if contact is None or contact.agent is None or contact.leg_answered_at is None or contact.state not in _LIVING:
        return
    if (contact.held_at_phone_since is not None) is event.held:
        return
    contacts.change(tx.conn, contact, held_at_phone_since=tx.now if event.held else None)
    kind = MomentKind.HELD_AT_PHONE if event.held else MomentKind.RESUMED_AT_PHONE
    course.add(tx, contact.interaction, kind, agent=contact.agent, phone=contact.phone)
    _publish(tx, contact)


def forget(tx: Tx) -> None:
    """Nobody knows what the phones hold by now: of those that still do it is told again."""
    for contact in contacts.with_call(tx.conn):
        if contact.held_at_phone_since is not None:
            contacts.change(tx.conn, contact, held_at_phone_since=None)
            _publish(tx, contact)


def _publish(tx: Tx, contact: ContactRow) -> None:
    telling.publish(tx, contact.id)
    other = contact.consult_of
    if other is None:
        asked = contacts.consult_of(tx.conn, contact.id)
        other = None if asked is None else asked.id
    if other is not None:
        telling.publish(tx, other)


# Transfer.


class _Hindered(Exception):
    def __init__(self, hindrance: Hindrance | None) -> None:
        self.hindrance = hindrance


def transfer_asked(tx: Tx, event: TransferAsked, phones: Phones) -> None:
    """As in the window: the same customers may go to the same ones. Who may not is told by the phone, and why by the
    window."""
    contact = contacts.by_leg(tx.conn, event.leg)
    who = None if contact is None or contact.agent is None else agents.caller_of(tx.conn, contact.agent)
    if contact is None or who is None or contact.state not in _LIVING:
        tx.act(AnswerTransfer(event.leg, taken=False))
        return
    try:
        _transfer(tx, who, contact, event, phones)
    except _Hindered as hindered:
        _refuse(tx, contact, event, {} if hindered.hindrance is None else {"hindrance": hindered.hindrance.value})
    except Refusal as refused:
        _refuse(tx, contact, event, {**refused.params, "refusal": refused.code})


def _transfer(tx: Tx, who: Caller, contact: ContactRow, event: TransferAsked, phones: Phones) -> None:
    """Everything is looked at before anything is done. Raises `_Hindered`, `Refusal`."""
    judged = contact_view.judged(tx.conn, contact)
    if ContactAction.TRANSFER not in allowed(judged):
        raise _Hindered(hindrance(judged, ContactAction.TRANSFER))
    if contact.state in contact_view.CONSULTS:
        _to_consulted(tx, contact, event)
        return
    goal = targets.for_phone_key(tx, who, event.number, talked=event.talked_to is not None)
    if event.talked_to is None:
        tx.act(AnswerTransfer(event.leg, taken=True))
        transfers.pass_on(tx, who, contact, goal)
    else:
        if goal.agent is None and goal.kind is not TargetKind.NUMBER:
            raise ReachedThroughGroup("who answered there has that call, and not this one", name=goal.name)
        tx.act(AnswerTransfer(event.leg, taken=True))
        _hand_over(tx, contact, goal, event.talked_to, phones)


def _to_consulted(tx: Tx, contact: ContactRow, event: TransferAsked) -> None:
    """Whose number it is that was dialled; nobody else may be, as long as somebody is consulted."""
    asked = contacts.consult_of(tx.conn, contact.id)
    number = canonical(event.number, centre.settings_row(tx.conn).country)
    if asked is None or event.talked_to is not None or asked.phone != number:
        conference = contact.state is ContactState.CONFERENCE
        raise _Hindered(Hindrance.IN_CONFERENCE if conference else Hindrance.CONSULT_GOES_ON)
    tx.act(AnswerTransfer(event.leg, taken=True))
    contact_turns.take(tx, contact, Happening.TRANSFERRED)


def _hand_over(tx: Tx, contact: ContactRow, goal: Goal, leg: LegId, phones: Phones) -> None:
    """They have consulted by a second call of the phone: here that is a consult that has been accepted."""
    contact_turns.take(tx, contact, Happening.CONSULT_STARTED, target=goal.name or goal.number)
    asked = consulting.ask(tx, contact, goal)
    if goal.agent is not None:
        contact_turns.take(
            tx,
            asked,
            Happening.OFFERED,
            agent=goal.agent,
            phone=goal.phone,
            customer=customers.offered_as(tx, asked, goal.agent),
            before=contact_turns.before_of(agents.me(tx.conn, goal.agent)),
            variables=routing.variables(tx, asked),
        )
    asked = contacts.change(tx.conn, contacts.row(tx.conn, asked.id), leg=leg, ringing_at=tx.now)
    can_mute = goal.agent is not None and phones.can_mute(goal.phone)
    contact_turns.take(tx, asked, Happening.ANSWERED, leg_answered_at=tx.now, can_mute=can_mute)
    contact_turns.take(tx, contacts.row(tx.conn, contact.id), Happening.TRANSFERRED)


def _refuse(tx: Tx, contact: ContactRow, event: TransferAsked, reason: Mapping[str, str]) -> None:
    tx.act(AnswerTransfer(event.leg, taken=False))
    params = {**reason, "number": event.number[:_SHOWN]}
    contacts.change(tx.conn, contact, why=Why(code=WhyCode.KEY_TRANSFER_REFUSED, at=tx.now, params=params))
    telling.publish(tx, contact.id)
