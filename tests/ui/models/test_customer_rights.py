"""What an agent may do with a card now, and why not."""

from __future__ import annotations

from types import ModuleType

from msgspec.structs import replace

from agent_client.client.store.state import Link, State
from agent_client.protocol.agents import Rights
from agent_client.protocol.customers import CustomerLock
from agent_client.protocol.names import CustomerList, Role
from ui.models.customer_rights import (
    editable_lists,
    in_use,
    list_of,
    may_unlock,
    others_lock,
    why_not_add,
    why_not_change,
    why_not_edit,
)

CENTRAL, OWN = CustomerList.CENTRAL, CustomerList.OWN


def having(seen: ModuleType, **rights: bool) -> State:
    return replace(seen.WAITING, me=replace(seen.ME, rights=Rights(**rights)))


def test_each_list_has_its_right(seen: ModuleType) -> None:
    assert editable_lists(seen.WAITING) == (CENTRAL, OWN)
    barred = having(seen, edit_central=False)
    assert editable_lists(barred) == (OWN,)
    assert why_not_change(CENTRAL, barred) == "You may not change the central list: ask your supervisor."
    assert why_not_change(OWN, barred) == ""
    assert why_not_change(OWN, having(seen, edit_own=False)).startswith("You may not change your own list")
    assert why_not_add(barred) == ""
    assert why_not_add(having(seen, edit_own=False, edit_central=False)).startswith("You may not change customers")


def test_without_a_link_nothing_is_changed(seen: ModuleType) -> None:
    lost = replace(seen.WAITING, link=Link.DOWN)
    assert why_not_add(lost) == why_not_change(CENTRAL, lost) == "No link to the server"
    assert editable_lists(State()) == ()


def test_a_colleagues_lock_goes_before_the_rights(seen: ModuleType) -> None:
    lock = CustomerLock(seen.BRAM, seen.NOW)
    card = replace(seen.CUSTOMER, lock=lock)
    assert why_not_edit(card, having(seen, edit_central=False)).startswith("Bram works on this card")
    assert why_not_edit(replace(card, lock=CustomerLock(seen.ANNA, seen.NOW)), seen.WAITING) == ""
    assert others_lock(lock, seen.WAITING) == lock
    assert others_lock(None, seen.WAITING) is None
    assert in_use(lock).startswith("In use by Bram since ")


def test_an_owned_customer_is_of_the_own_list(seen: ModuleType) -> None:
    assert list_of(seen.CUSTOMER) is CENTRAL
    own = replace(seen.CUSTOMER, owner=seen.ANNA)
    assert list_of(own) is OWN
    assert why_not_edit(own, having(seen, edit_central=False)) == ""


def test_supervisors_unlock(seen: ModuleType) -> None:
    roles = {role: may_unlock(replace(seen.WAITING, me=replace(seen.ME, role=role))) for role in Role}
    assert roles == {Role.AGENT: False, Role.SUPERVISOR: True, Role.ADMINISTRATOR: True, Role.UNKNOWN: False}
    assert not may_unlock(State())
