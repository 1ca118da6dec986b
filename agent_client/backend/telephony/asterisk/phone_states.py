"""Which phones there are, and which of them Asterisk reaches now."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from agent_client.backend.ports.telephony import PhoneState

from .endpoints import TECHNOLOGY
from .happenings import Endpoint
from .news import News


class PhoneStates:
    """``trunk`` is no phone; ``phone_at``: which one an endpoint is; empty: none. ``unreachable`` is told of one that has just
    gone."""

    def __init__(
        self, news: News, trunk: str, phone_at: Callable[[str], str], unreachable: Callable[[str], None]
    ) -> None:
        self._news = news
        self._phone_at = phone_at
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
            if phone := self._phone(endpoint):
                self._online[phone] = endpoint.state == "online"
        return [
            PhoneState(phone, online=online)
            for phone, online in self._online.items()
            if before.get(phone, True) is not online
        ]

    def heard(self, endpoint: Endpoint) -> None:
        phone = self._phone(endpoint)
        if not phone or endpoint.technology != TECHNOLOGY or endpoint.state not in ("online", "offline"):
            return
        online = endpoint.state == "online"
        if self._online.get(phone) is online:
            return
        self._online[phone] = online
        self._news.tell(PhoneState(phone, online=online))
        if not online:
            self._unreachable(phone)

    def _phone(self, endpoint: Endpoint) -> str:
        return "" if endpoint.resource == self._trunk else self._phone_at(endpoint.resource)
