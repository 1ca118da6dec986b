"""Everybody outside: the numbers behind a carrier's trunk, which the PBX knows by its address alone."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from .behaviours import Behaviour
from .calls import Call
from .messages import Address, Headers, named
from .phone import Station


class Customers(Station):
    """``tones``: what each number speaks with; 0 for one that says nothing."""

    def __init__(self, pbx: Address, tones: Callable[[str], int] = lambda number: 0) -> None:
        super().__init__("carrier")
        self.ways: dict[str, Behaviour] = {}
        self._pbx = pbx
        self._tones = tones

    def behaviour(self, number: str) -> Behaviour:
        return self.ways.get(number, Behaviour())

    def tone(self, number: str) -> int:
        return self._tones(number)

    def engaged(self, number: str) -> bool:
        return any(number in (call.number, call.caller) for call in self.calls)

    def call(self, number: str, caller: str, name: str = "", *, withheld: bool = False) -> Call:
        """``withheld``: the carrier knows the caller's number and says that it is not to be shown."""
        host, port = self._pbx
        known = f"sip:{quote(caller, safe='+')}@{self.line.host}"
        more: Headers = ()
        if withheld:
            more = (("P-Asserted-Identity", f"<{known}>"), ("Privacy", "id"))
            known, name = "sip:anonymous@anonymous.invalid", "Anonymous"
        call = self.dial(f"sip:{number}@{host}:{port}", self._pbx, named(name, known), self._tones(caller), more)
        call.caller = caller
        return call
