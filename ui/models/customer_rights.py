"""What the agent may do with a customer's card now, and why not (F3, F4)."""

from __future__ import annotations

from agent_client.client.store.state import Link, State
from agent_client.protocol.customers import Customer, CustomerLock
from agent_client.protocol.names import CustomerList, Role
from ui.text import clock_time, tr

_UNLOCKING = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})


def editable_lists(state: State) -> tuple[CustomerList, ...]:
    """Those whose customers the agent may change."""
    rights = None if state.me is None else state.me.rights
    if rights is None:
        return ()
    allowed = {CustomerList.CENTRAL: rights.edit_central, CustomerList.OWN: rights.edit_own}
    return tuple(which for which, may in allowed.items() if may)


def list_of(customer: Customer) -> CustomerList:
    """Of those that an agent sees, an owned one is their own."""
    return CustomerList.CENTRAL if customer.owner is None else CustomerList.OWN


def why_not_change(which: CustomerList, state: State) -> str:
    """Why customers of this list cannot be changed now; empty where they can."""
    if state.me is None or state.link is not Link.UP:
        return tr("No link to the server")
    if which in editable_lists(state):
        return ""
    if which is CustomerList.OWN:
        return tr("You may not change your own list: ask your supervisor.")
    return tr("You may not change the central list: ask your supervisor.")


def why_not_add(state: State) -> str:
    """Why nobody can be added to any list."""
    if state.me is None or state.link is not Link.UP:
        return tr("No link to the server")
    return "" if editable_lists(state) else tr("You may not change customers: ask your supervisor.")


def why_not_edit(customer: Customer, state: State) -> str:
    """Why this card cannot be edited now; empty where it can."""
    lock = others_lock(customer.lock, state)
    if lock is not None:
        return tr("{agent} works on this card: wait until it is free.", agent=lock.agent.name)
    return why_not_change(list_of(customer), state)


def others_lock(lock: CustomerLock | None, state: State) -> CustomerLock | None:
    """The lock, if it is somebody else's."""
    return None if lock is None or (state.me is not None and lock.agent.id == state.me.id) else lock


def in_use(lock: CustomerLock) -> str:
    return tr("In use by {agent} since {time}", agent=lock.agent.name, time=clock_time(lock.since))


def may_unlock(state: State) -> bool:
    return state.me is not None and state.me.role in _UNLOCKING
