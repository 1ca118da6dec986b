"""What an administrator decides of signing in by phone (A15): the service number, and each agent's phones and queues."""

from __future__ import annotations

from datetime import timedelta

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, centre, remote_agents, sessions, staffing, text_messages
from agent_client.backend.persistence.administration import groups, project_rules
from agent_client.backend.persistence.text_messages import Problem, TextMessage
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import AgentId, AgentState, QueueId, WhyCode
from agent_client.protocol.refusals import BadNumber, Invalid, NotPossibleNow
from agent_client.protocol.remote import Registering, RemoteAgent, RemoteSignIn, ServiceNumber, TextProblem, UnsentText
from agent_client.protocol.why import Why
from agent_client.rules.dial_numbers import canonical

from . import signing_in
from .administering import may_write
from .remote_sign_in import LATELY

UNSENT_SHOWN = 20
UNSENT_SINCE = timedelta(days=7)


def everything(tx: Tx) -> RemoteSignIn:
    """``texts`` is left to whoever knows the server's settings."""
    unsent = text_messages.given_up(tx.conn, tx.now - UNSENT_SINCE, UNSENT_SHOWN)
    return RemoteSignIn(
        service_number=ServiceNumber(number=centre.settings_row(tx.conn).service_number),
        agents=remote_agents.everybody(tx.conn),
        written=tuple(sorted(remote_agents.written_to(tx.conn, tx.now - LATELY))),
        campaigns=tuple(sorted(remote_agents.calling_out(tx.conn, tx.now - LATELY))),
        unsent=tuple(_unsent(one) for one in unsent),
    )


def _unsent(one: TextMessage) -> UnsentText:
    problem = one.problem or Problem(TextProblem.UNKNOWN)
    return UnsentText(at=one.at, agent=one.agent_name, problem=problem.code, figure=problem.figure)


def save_number(tx: Tx, who: Caller, wish: ServiceNumber) -> ServiceNumber:
    """Raises `Forbidden`, `BadNumber`, `Invalid`."""
    may_write(who)
    number = _number(tx, wish.number, "number")
    if number:
        if _is_ours(tx, number):
            raise Invalid("a group's or a project's number", field="number")
        if remote_agents.holder(tx.conn, number) is not None:
            raise Invalid("an agent's phone has this number", field="number")
    remote_agents.set_service_number(tx.conn, number)
    centre.publish_centre(tx)
    return ServiceNumber(number=number)


def save_agent(tx: Tx, who: Caller, agent_id: AgentId, wish: Registering) -> RemoteAgent:
    """In force at once. Whose phone is another from now on is signed out on the old one. Raises `Forbidden`, `NotFound`,
    `BadNumber`, `Invalid`, and `NotPossibleNow` while they have a call on that phone."""
    may_write(who)
    agents.presence(tx.conn, agent_id)  # NotFound
    phone = _phone(tx, agent_id, wish.phone_number, "phone_number")
    alternate = _phone(tx, agent_id, wish.alternate_number, "alternate_number")
    if alternate and not phone:
        raise Invalid("there is no phone that shows it", field="phone_number")
    alternate = "" if alternate == phone else alternate
    if set(wish.preselected) - set(staffing.allowed(tx.conn, agent_id)):
        raise Invalid("not a queue that they may staff", field="preselected")
    if remote_agents.numbers(tx.conn, agent_id)[0] != phone:
        _sign_out(tx, who, agent_id)
    remote_agents.set_numbers(tx.conn, agent_id, phone, alternate)
    _preselect(tx, agent_id, wish.preselected)
    centre.publish_centre(tx)
    return next(one for one in remote_agents.everybody(tx.conn) if one.agent.id == agent_id)


def _preselect(tx: Tx, agent_id: AgentId, queues: tuple[QueueId, ...]) -> None:
    """For who is signed in by phone they are the queues that they staff."""
    staffing.preselect(tx.conn, agent_id, queues)
    if remote_agents.signed_in(tx.conn, agent_id) and set(staffing.staffed(tx.conn, agent_id)) != set(queues):
        staffing.choose(tx.conn, agent_id, queues)
        agents.queues_changed(tx, agent_id)
        tx.route()


def _sign_out(tx: Tx, who: Caller, agent_id: AgentId) -> None:
    session = sessions.live(tx.conn, agent_id)
    if session is None or not session.remote:
        return
    state = agents.me(tx.conn, agent_id).state
    if state in (AgentState.OFFERED, AgentState.ON_CONTACT):
        raise NotPossibleNow("they have a call on that phone", state=state.value)
    why = Why(code=WhyCode.SIGNED_OUT_BY, at=tx.now, params={"agent": who.name, "reason": ""})
    signing_in.end(tx, agent_id, session.id, why)


def _phone(tx: Tx, agent_id: AgentId, typed: str, field: str) -> str:
    """Raises `BadNumber`, `Invalid`."""
    number = _number(tx, typed, field)
    if number and number == centre.settings_row(tx.conn).service_number:
        raise Invalid("the service number", field=field)
    if number and _is_ours(tx, number):
        raise Invalid("a group's or a project's number", field=field)
    if number and remote_agents.holder(tx.conn, number) not in (None, agent_id):
        raise Invalid("another agent's phone has this number", field=field)
    return number


def _is_ours(tx: Tx, number: str) -> bool:
    """What customers dial."""
    dialled = {one.number for one in groups(tx.conn)} | {one.dnis for one in project_rules(tx.conn)}
    return number in dialled


def _number(tx: Tx, typed: str, field: str) -> str:
    if not typed.strip():
        return ""
    number = canonical(typed, centre.settings_row(tx.conn).country)
    if not number or len(number) > 40:
        raise BadNumber("not a number that can be called", number=typed, field=field)
    return number
