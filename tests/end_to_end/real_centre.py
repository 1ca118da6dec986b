"""A centre as it is served to a site: the real server on a real Asterisk, with soft phones on the desks and callers behind the
carrier. It takes the words of the simulated one, as far as these tests speak them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from agent_client.backend.softphone import Behaviour, Call, CallState
from agent_client.backend.telephony.asterisk.settings import PASSWORD_VARIABLE
from tests.end_to_end.centre import Centre
from tests.fakes.own_asterisk import HOST, OwnAsterisk
from tests.fakes.telephones import People

T = TypeVar("T")


class RealCentre(Centre):
    """Phones and callers live on a thread of their own: the test's own loop turns as the windows let it."""

    def __init__(self, database: Path, own: OwnAsterisk) -> None:
        super().__init__(database)
        self._own = own
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="soft phones", daemon=True)
        self._thread.start()
        self.people = People(own, ())
        self._calls: dict[str, Call] = {}
        self._wait(self.people.sit_down())

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _there(self, work: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    def start(self) -> RealCentre:
        settings = self._own.settings
        asterisk = f"http://{HOST}:{self._own.http[1]}"
        options = ("--asterisk", asterisk, "--asterisk-user", settings.user)
        listen = ("--asterisk-listen", f"{HOST}:{self._own.cable_port}")
        self.run("serve", *options, *listen, "--answering", "*", **{PASSWORD_VARIABLE: settings.password})
        return self

    def stop(self) -> None:
        super().stop()
        self._wait(self.people.hang_up())
        self._own.clean()
        self._wait(self.people.leave())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(60)
        self._loop.close()

    def hang_up_everywhere(self) -> None:
        """The next test finds nobody in a call."""
        self._wait(self.people.hang_up())

    def revived(self) -> str:
        """How its Asterisk died in this test; empty: it did not."""
        died = self._own.ended()
        if died:
            self._own.pbx.start()
            self._wait(self.people.register())
        return died

    async def call(self, number: str, dnis: str, **how: object) -> str:
        assert not how

        async def called() -> Call:
            return self.people.customers.call(dnis, number)

        name = f"call-{len(self._calls)}"
        self._calls[name] = await self._there(called())
        return name

    async def pbx(self, path: str, **body: object) -> dict[str, Any]:
        match path.split("/"):
            case ["phones", phone]:
                await self._there(self._behaves(phone, body))
            case ["phones", phone, "pick-up"]:
                await self._there(self._picks_up(phone))
            case ["phones", phone, "put-down"]:
                await self._there(self._hang_up(self.people.calls_of(phone)))
            case ["calls", call, "hang-up"]:
                await self._there(self._hang_up([self._calls[call]]))
            case _:
                raise NotImplementedError(path)
        return {}

    async def look(self, path: str) -> dict[str, Any]:
        """Who hears whom, by phone; the customer by that word."""
        [_, call, what] = path.split("/")
        assert what == "hears"
        return {"pairs": sorted(await self.hears(call, self.people.phones))}

    async def hears(self, call: str, phones: Collection[str]) -> set[tuple[str, str]]:
        """The caller and whoever talks at these phones: listening takes its time."""
        return await self._there(self._hears(self._calls[call], phones))

    async def _behaves(self, phone: str, how: Mapping[str, object]) -> None:
        """Answered from the desktop it is by a hand here: see `Agent.answer`."""
        await self.people.sit_down_too(phone)
        one = self.people.phones[phone]
        test, gives_up = how.get("answers_test_after"), how.get("gives_up_after")
        one.way = Behaviour(
            first_answered_after=float(str(test)) if test is not None else None,
            gives_up_after=float(str(gives_up)) if gives_up is not None else None,
        )

    async def _picks_up(self, phone: str) -> None:
        assert (await self.people.ringing(phone)).answer()

    async def _hang_up(self, calls: Sequence[Call]) -> None:
        for call in calls:
            call.hang_up()

    async def _hears(self, customer: Call, phones: Collection[str]) -> set[tuple[str, str]]:
        def present() -> dict[str, tuple[str, Call]]:
            lines = [(name, call) for name in phones for call in self.people.phones[name].calls]
            there = {name: (name, call) for name, call in lines if call.state is CallState.UP}
            return there | ({"customer": (customer.caller, customer)} if customer.state is CallState.UP else {})

        return await self.people.hearing(present)
