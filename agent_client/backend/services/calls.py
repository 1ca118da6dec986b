"""What the PBX tells of calls, and what an agent does with one: answer, decline, end, say who the customer is."""

from __future__ import annotations

import logging
from typing import assert_never

from agent_client.backend.domain.caller import Caller
from agent_client.backend.domain.turns import Happening, Way
from agent_client.backend.persistence import centre, contact_view, contacts, customers, entry_points, variables
from agent_client.backend.persistence.contacts import TALKING, ContactRow
from agent_client.backend.ports.telephony import (
    AnswerLeg,
    CallArrived,
    CallDetail,
    CallEnded,
    CallId,
    Cause,
    CustomerAnswered,
    CustomerFailed,
    EndCall,
    KeyPressed,
    LegAnswered,
    LegEnded,
    LegFailed,
    LegId,
    LegRinging,
    PbxBack,
    PbxLost,
    PhoneHeld,
    Phones,
    PhoneState,
    RecordingMade,
    StopRinging,
    TelephonyEvent,
    TransferAsked,
)
from agent_client.backend.ports.units import Tx
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import ContactId, ContactState, CustomerId, Direction, WhyCode
from agent_client.protocol.refusals import NotPossibleNow
from agent_client.protocol.time import after, seconds_between
from agent_client.rules.dial_numbers import canonical
from agent_client.rules.parties import ContactAction

from . import (
    agent_states,
    announcing,
    call_details,
    contact_turns,
    kept_lines,
    kept_recordings,
    listening,
    moments,
    pbx_link,
    phone_keys,
    phone_states,
    queue_keys,
    remote_sign_in,
    telling,
    unhandled,
)
from .customers import existing
from .own_contacts import own

log = logging.getLogger(__name__)

_RINGING = (ContactState.CONNECTING, ContactState.RINGING)
_DIALLED = frozenset({Way.OUTGOING, Way.ASKED_FOR, Way.PREVIEW})
"""The customer is rung after the agent."""
_LEG_CAUSES = {
    Cause.NO_ANSWER: Happening.NOT_ANSWERED,
    Cause.BUSY: Happening.BUSY,
    Cause.DECLINED: Happening.DECLINED,
    Cause.UNREACHABLE: Happening.UNREACHABLE,
}
_CUSTOMER_CAUSES = {
    Cause.NO_ANSWER: Happening.CUSTOMER_SILENT,
    Cause.BUSY: Happening.CUSTOMER_BUSY,
    Cause.DECLINED: Happening.CUSTOMER_BUSY,
    Cause.UNREACHABLE: Happening.CUSTOMER_UNREACHABLE,
}


# What the PBX tells. It may tell a thing late or twice: what no longer fits does nothing.


def on_telephony(tx: Tx, event: TelephonyEvent, phones: Phones) -> None:
    match event:
        case CallArrived():
            _arrived(tx, event)
        case CallEnded(call, by_agent):
            _ended(tx, call, by_agent=by_agent)
        case LegRinging(leg):
            _rings(tx, leg, phones)
        case LegAnswered(leg):
            _answered(tx, leg)
        case LegFailed(leg, cause):
            _failed(tx, leg, cause)
        case LegEnded(leg):
            _leg_ended(tx, leg)
        case CustomerAnswered(call):
            _of_call(tx, call, Happening.CUSTOMER_ANSWERED)
        case CustomerFailed(call, cause):
            _of_call(tx, call, _CUSTOMER_CAUSES[cause])
        case KeyPressed(call, key):
            queue_keys.pressed(tx, call, key)
        case CallDetail():
            contact_turns.withdraw_moot(tx, call_details.taken_in(tx, event))
        case PhoneState(phone, online):
            phone_states.told(tx, phone, online=online)
        case PhoneHeld():
            phone_keys.held(tx, event)
        case TransferAsked():
            phone_keys.transfer_asked(tx, event, phones)
        case RecordingMade():
            kept_recordings.made(tx, event)
        case PbxLost() | PbxBack():
            pbx_link.told(tx, event)
        case _:
            assert_never(event)


def _arrived(tx: Tx, event: CallArrived) -> None:
    if remote_sign_in.arrived(tx, event):
        return
    known = contacts.by_call(tx.conn, event.call)
    if known is not None and known.state is not ContactState.ENDED:
        return
    if known is not None and known.why is not None and known.why.code is WhyCode.CALLBACK_ASKED:
        queue_keys.noted(tx, event.call)  # the server was restarted while they were told
        return
    country = centre.settings_row(tx.conn).country
    dnis = canonical(event.dnis, country)
    entry = entry_points.by_number(tx.conn, dnis)
    if entry is None:
        log.warning("a call for %s, which is no project's or group's number, was ended", event.dnis)
        tx.act(EndCall(event.call))
        return
    ani = canonical(event.ani, country)
    customer = customers.find_by_number(tx.conn, ani, entry.project)
    unhandled_at = unhandled.from_when(tx, entry.queue)
    arrived = contacts.add(
        tx.conn,
        now=tx.now,
        direction=Direction.INBOUND,
        state=ContactState.QUEUED,
        queue=entry.queue,
        project=entry.project,
        ani=ani,
        dnis=dnis,
        customer=None if customer is None else customer.id,
        call=event.call,
        unhandled_at=unhandled_at,
        announce_at=announcing.from_when(tx, entry.queue),
    )
    if unhandled_at is not None:
        tx.due(unhandled_at)
    if customer is not None:
        variables.start(tx.conn, tx.now, arrived.interaction, customers.variables(tx.conn, customer.id))
    moments.queued(tx, arrived)
    centre.publish_queue(tx, entry.queue)
    tx.route()


def _ended(tx: Tx, call: CallId, *, by_agent: bool) -> None:
    contact = contacts.by_call(tx.conn, call)
    if contact is None:
        remote_sign_in.ended(tx, call)
        return
    happening = _hung_up(tx, contact) if by_agent else Happening.CUSTOMER_LEFT
    contact_turns.take(tx, contact, happening, params=_waited(tx, contact))


def _hung_up(tx: Tx, contact: ContactRow) -> Happening:
    """The agent's side ended it: with the customer's phone ringing long enough, that was an attempt (E3)."""
    if contact.direction not in (Direction.CALLBACK, Direction.PREVIEW) or contact.leg_answered_at is None:
        return Happening.AGENT_ENDED
    shortest = centre.queue_row(tx.conn, contact.queue).rules.shortest_attempt
    tried = seconds_between(contact.leg_answered_at, tx.now) >= shortest
    return Happening.AGENT_GAVE_UP if tried else Happening.AGENT_ENDED


def _waited(tx: Tx, contact: ContactRow) -> dict[str, str]:
    if contact.state is not ContactState.QUEUED:
        return {}
    return {"seconds": str(round(seconds_between(contact.queued_at, tx.now)))}


def _rings(tx: Tx, leg: LegId, phones: Phones) -> None:
    contact = contacts.by_leg(tx.conn, leg)
    if contact is None:
        if not listening.rang(tx, leg, phones.can_answer):
            agent_states.test_rings(tx, leg)
    else:
        ours = contact.agent is not None
        contact_turns.take(
            tx,
            contact,
            Happening.RANG,
            why=contact.why,  # why it is theirs
            can_answer=ours and phones.can_answer(contact.phone),
            can_mute=ours and phones.can_mute(contact.phone),
        )


def _answered(tx: Tx, leg: LegId) -> None:
    contact = contacts.by_leg(tx.conn, leg)
    if contact is None and listening.answered(tx, leg):
        return
    if contact is None or contact.state not in (*_RINGING, *TALKING):
        if not agent_states.test_answered(tx, leg):
            tx.act(StopRinging(leg))  # taken back while it was being answered: nobody may talk on it
        return
    if contact.leg_answered_at is not None:
        return
    if contact_turns.way_of(contact) in _DIALLED:
        until = after(tx.now, contact_turns.CUSTOMER_RINGS_SECONDS)
        contact_turns.take(tx, contact, Happening.ANSWERED, leg_answered_at=tx.now, can_answer=False, until=until)
    else:
        contact_turns.take(tx, contact, Happening.ANSWERED, leg_answered_at=tx.now)


def _leg_ended(tx: Tx, leg: LegId) -> None:
    if kept_lines.ended(tx, leg):
        return
    contact = contacts.by_leg(tx.conn, leg)
    if contact is None:
        listening.left(tx, leg)
        return
    if contact_turns.take(tx, contact, Happening.LEG_ENDED) is not None:
        return
    if contact.agent is not None and contact.state in TALKING:  # who had it with the others has it alone meanwhile
        tx.act(EndCall(contact.call))
        contact_turns.take(tx, contact, Happening.AGENT_ENDED)


def _failed(tx: Tx, leg: LegId, cause: Cause) -> None:
    contact = contacts.by_leg(tx.conn, leg)
    if contact is None:
        if not listening.failed(tx, leg, cause):
            agent_states.test_failed(tx, leg)
    elif contact.leg_answered_at is None:
        leg_came_to_nothing(tx, contact, _LEG_CAUSES[cause])


def leg_came_to_nothing(tx: Tx, contact: ContactRow, happening: Happening) -> None:
    """RONA and its kin (C6): the contact returns to its place in the queue, the agent is told what their phone did."""
    rung_since = contact.ringing_at or tx.now
    seconds = str(round(seconds_between(rung_since, tx.now)))
    params = {"phone": contact.phone, "seconds": seconds}
    if contact.agent is None:  # a number outside
        params |= {"target": contact.target or contact.phone}
    elif contact.consult_of is not None:
        params |= {"asker": moments.name_of(tx, contacts.row(tx.conn, contact.consult_of))}
    contact_turns.take(tx, contact, happening, params=params)


def _of_call(tx: Tx, call: CallId, happening: Happening) -> None:
    contact = contacts.by_call(tx.conn, call)
    if contact is not None:
        contact_turns.take(tx, contact, happening)


# What the agent does.


def answer(tx: Tx, who: Caller, contact_id: ContactId, version: int) -> Contact:
    """Have the phone answered; that it was, the PBX tells."""
    contact = own(tx, who, contact_id, version, ContactAction.ANSWER)
    assert contact.leg is not None
    tx.act(AnswerLeg(contact.leg))
    return contact_view.shown(tx.conn, contact)


def decline(tx: Tx, who: Caller, contact_id: ContactId, version: int) -> Contact:
    contact = own(tx, who, contact_id, version, ContactAction.DECLINE)
    contact_turns.take(tx, contact, Happening.DECLINED)
    return contact_view.shown(tx.conn, contacts.row(tx.conn, contact_id))


def cancel(tx: Tx, who: Caller, contact_id: ContactId, version: int) -> Contact:
    """A web callback, before its customer has answered: they are not called, now or later. Wrap-up follows (C5, D10)."""
    contact = own(tx, who, contact_id, version, ContactAction.CANCEL)
    contact_turns.take(tx, contact, Happening.CANCELLED)
    return contact_view.shown(tx.conn, contacts.row(tx.conn, contact_id))


def end(tx: Tx, who: Caller, contact_id: ContactId, version: int) -> Contact:
    """Hang up. The centre does not wait for the PBX to confirm it: wrap-up begins at once."""
    contact = own(tx, who, contact_id, version, ContactAction.END)
    tx.act(EndCall(contact.call))
    contact_turns.take(tx, contact, _hung_up(tx, contact))
    return contact_view.shown(tx.conn, contacts.row(tx.conn, contact_id))


def choose_customer(tx: Tx, who: Caller, contact_id: ContactId, customer_id: CustomerId) -> Contact:
    """Who the customer is, when the number did not tell, or told wrong."""
    contact = own(tx, who, contact_id, None)
    if contact.state is ContactState.ENDED:
        raise NotPossibleNow("the contact is over", state=contact.state.value)
    contacts.set_customer(tx.conn, contact_id, existing(tx, customer_id, who.agent).id)
    return telling.publish(tx, contact_id)
