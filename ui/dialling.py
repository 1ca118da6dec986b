"""What is said of calling: of a number while it is typed, and why an agent cannot call now (D2, D4, D11)."""

from __future__ import annotations

from agent_client.client.store.state import Link, State
from agent_client.protocol.centre import Centre
from agent_client.protocol.names import AgentState, NotReadyReason
from agent_client.rules.dial_numbers import DialFault, canonical, entry_point, fault, shown
from agent_client.rules.dialling import may_dial
from agent_client.rules.listening import listening_to

from .text import marked, tr

FAULTS: dict[DialFault, str] = {
    DialFault.CHARACTERS: marked("A number is made of digits and + # * : alone."),
    DialFault.PLUS: marked("A + stands only before the whole number."),
    DialFault.TOO_SHORT: marked("Still too short: at least 3 digits."),
    DialFault.TOO_LONG: marked("Too long: at most 18 digits."),
}


def fault_text(found: DialFault) -> str:
    """What is wrong with a number, in a sentence."""
    return tr(FAULTS[found])


def about_number(typed: str, centre: Centre | None) -> str:
    """A sentence about a number while it is typed: what is wrong with it, or what it is (D2, D4)."""
    if not typed.strip():
        return tr("3 to 18 digits, with + # * : beside them where needed.")
    wrong = fault(typed)
    if wrong is not None:
        return fault_text(wrong)
    country = "" if centre is None else centre.country
    point = None if centre is None else entry_point(typed, country, centre.projects)
    if point is not None:
        return tr("This is the entry point {name}.", name=point.name)
    number = canonical(typed, country)
    return tr("Dialled as {number}", number=shown(number)) if number.startswith("+") else tr("Dialled as it is typed")


def why_not_now(state: State) -> str:
    """Why the agent cannot call out now; empty where they can (D11)."""
    me = state.me
    if me is None or state.link is not Link.UP:
        return tr("No link to the server: calling is possible when it is back.")
    if state.centre is not None and state.centre.pbx_lost_since is not None:
        return tr("No connection to the telephone system: calling is possible when it is back.")
    if may_dial(me):
        return ""
    heard = listening_to(me)
    if heard is not None:
        return tr("You are listening to {agent}: stop that first.", agent=heard.agent.name)
    if me.state is AgentState.NOT_READY and me.not_ready is NotReadyReason.SIGNING_ON:
        return tr("Calling is possible once your phone has been answered.")
    if me.state is AgentState.NOT_READY:
        return tr("Say first that you are back: choose Available or Pause.")
    return tr("Calling is possible when the present contact is done with.")
