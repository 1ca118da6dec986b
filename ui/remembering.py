"""What a sign-in leaves on this computer for the next one (A1, A2, A3): servers and their names, who, on which phone, and
which queues. The password is the system's store's to keep."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from agent_client.workstation.settings import (
    LAST_SERVER,
    PHONE,
    QUEUES,
    REMEMBER_PASSWORD,
    SERVER_NAMES,
    SERVERS,
    USER,
    KnownQueues,
    Setting,
    SettingLocked,
    Settings,
)

from .dialogs.sign_in import Entered

if TYPE_CHECKING:  # loaded only after the first paint
    from agent_client.client.store.state import State
    from agent_client.client.store.store import Store

T = TypeVar("T")

MOST_SERVERS = 8
MOST_ACCOUNTS = 30
"""Whose queues are remembered: on a shared workstation many sign in."""


def offered(settings: Settings, given: str = "") -> tuple[str, ...]:
    """The servers to choose among, the first one to begin with. ``given``: by the command line."""
    last, known = settings.get(LAST_SERVER), settings.get(SERVERS)
    if settings.locked(LAST_SERVER):
        return (last,)
    wished = [server for server in (given, last) if server and (server in known or not settings.locked(SERVERS))]
    return tuple(dict.fromkeys((*wished, *known)))


def fixed(settings: Settings) -> bool:
    """IT says which servers there are."""
    return settings.locked(LAST_SERVER) or settings.locked(SERVERS)


def known_queues(settings: Settings, server: str, user: str) -> KnownQueues | None:
    return settings.get(QUEUES).get(_account(server, user))


def remember(settings: Settings, url: str, entered: Entered, names: dict[str, str]) -> None:
    """After a sign-in. ``names``: of centres that answered."""
    known = tuple(dict.fromkeys((url, *settings.get(SERVERS))))[:MOST_SERVERS]
    _keep(settings, SERVERS, known)
    _keep(settings, LAST_SERVER, url)
    _keep(settings, USER, entered.user)
    _keep(settings, PHONE, entered.phone)
    _keep(settings, REMEMBER_PASSWORD, entered.remember)
    all_names = settings.get(SERVER_NAMES) | names
    _keep(settings, SERVER_NAMES, {server: name for server, name in all_names.items() if server in known})
    settings.save()


def forget(settings: Settings, server: str) -> None:
    """One server, and what was known of it."""
    _keep(settings, SERVERS, tuple(one for one in settings.get(SERVERS) if one != server))
    if settings.get(LAST_SERVER) == server:
        _keep(settings, LAST_SERVER, "")
    _keep(settings, SERVER_NAMES, {one: name for one, name in settings.get(SERVER_NAMES).items() if one != server})
    queues = {whose: known for whose, known in settings.get(QUEUES).items() if not whose.startswith(f"{server} ")}
    _keep(settings, QUEUES, queues)
    settings.save()


def forget_queues(settings: Settings, server: str, user: str) -> None:
    """They are not the agent's any more."""
    kept = {whose: known for whose, known in settings.get(QUEUES).items() if whose != _account(server, user)}
    _keep(settings, QUEUES, kept)


def follow_queues(settings: Settings, store: Store, server: str) -> Callable[[], None]:
    """While somebody is signed in: which queues they may staff, and do. Calling the answer ends it."""
    from agent_client.client.store.state import Changed

    def look(state: State, _: Changed) -> None:
        if state.me is None or state.centre is None:
            return
        names = {queue.id: queue.name for queue in state.centre.queues}
        may = state.me.may_staff or state.me.queues
        known = KnownQueues(
            queues=tuple((queue, names[queue]) for queue in may if queue in names), staffed=state.me.queues
        )
        before = settings.get(QUEUES)
        whose = _account(server, state.me.user)
        if before.get(whose) != known:
            others = [(one, of) for one, of in before.items() if one != whose][-(MOST_ACCOUNTS - 1) :]
            _keep(settings, QUEUES, dict(others) | {whose: known})

    look(store.state, Changed.NOTHING)
    return store.watch(Changed.ME | Changed.CENTRE, look)


def _account(server: str, user: str) -> str:
    return f"{server} {user}"


def _keep(settings: Settings, setting: Setting[T], value: T) -> None:
    with suppress(SettingLocked):  # IT's choice stands
        settings.set(setting, value)
