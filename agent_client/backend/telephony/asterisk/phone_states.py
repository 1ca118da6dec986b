"""Which phones there are, and which of them Asterisk reaches now."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from agent_client.backend.ports.telephony import PhoneState

from .happenings import Endpoint
from .news import News

TECHNOLOGY = "PJSIP"


class PhoneStates:
    """``trunk`` is no phone. ``unreachable`` is told of a phone that has just gone."""

    def __init__(self, news: News, trunk: str, unreachable: Callable[[str], None]) -> None:
        self._news = news
        self._trunk = trunk
        self._unreachable = unreachable
        self._online: dict[str, bool] = {}

    def online(self, phone: str) -> bool | None:
        """None: it is not a phone of Asterisk's."""
        return self._online.get(phone)

    def found(self, endpoints: Iterable[Endpoint]) -> list[PhoneState]:
        """All there are. Returns what is to be told of them: those that are not there, and who changed."""
        before, self._online = self._online, {}
        for endpoint in endpoints:
            if endpoint.resource != self._trunk:
                self._online[endpoint.resource] = endpoint.state == "online"
        return [
            PhoneState(phone, online=online)
            for phone, online in self._online.items()
            if before.get(phone, True) is not online
        ]

    def heard(self, endpoint: Endpoint) -> None:
        known = endpoint.technology == TECHNOLOGY and endpoint.state in ("online", "offline")
        if not known or endpoint.resource == self._trunk:
            return
        online = endpoint.state == "online"
        if self._online.get(endpoint.resource) is online:
            return
        self._online[endpoint.resource] = online
        self._news.tell(PhoneState(endpoint.resource, online=online))
        if not online:
            self._unreachable(endpoint.resource)
