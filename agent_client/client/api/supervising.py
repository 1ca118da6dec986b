"""The commands of the supervisors' window: what there is to see, and what they do about it (H1)."""

from __future__ import annotations

from agent_client.protocol import paths
from agent_client.protocol.agents import Me
from agent_client.protocol.customers import Customer
from agent_client.protocol.names import AgentId, CustomerId, QueueId, SessionId
from agent_client.protocol.supervising import (
    CleanUpSeat,
    EndSession,
    Intervened,
    InterventionLog,
    Listen,
    SetState,
    SupervisedCalls,
    Supervising,
    Unlock,
)

from .wire import Wire


class Supervise(Wire):
    async def supervising(self) -> Supervising:
        """Everybody and every queue, and the day's figures."""
        return await self.ask(paths.SUPERVISING, Supervising)

    async def supervised_calls(
        self,
        *,
        agent: AgentId | None = None,
        queue: QueueId | None = None,
        number: str = "",
        before: int | None = None,
    ) -> SupervisedCalls:
        """A page of the day's. ``before`` is what the page before called ``older``."""
        wanted: dict[str, int | str | None] = {"agent": agent, "queue": queue, "number": number, "before": before}
        return await self.ask(
            paths.SUPERVISING_CALLS, SupervisedCalls, **{name: said for name, said in wanted.items() if said}
        )

    async def intervention_log(self, before: int | None = None) -> InterventionLog:
        if before is None:
            return await self.ask(paths.SUPERVISING_LOG, InterventionLog)
        return await self.ask(paths.SUPERVISING_LOG, InterventionLog, before=before)

    async def end_session(self, session: SessionId, wish: EndSession, key: str | None = None) -> Intervened:
        return await self.command("POST", paths.SUPERVISE_SESSION.format(session=session), Intervened, wish, key)

    async def clean_up_seat(self, wish: CleanUpSeat, key: str | None = None) -> Intervened:
        return await self.command("POST", paths.SUPERVISE_SEAT, Intervened, wish, key)

    async def unlock_customer(self, customer: CustomerId, wish: Unlock, key: str | None = None) -> Customer:
        """Whoever holds the card."""
        return await self.command("POST", paths.SUPERVISE_CUSTOMER.format(customer=customer), Customer, wish, key)

    async def unlock_account(self, agent: AgentId, wish: Unlock, key: str | None = None) -> Intervened:
        return await self.command("POST", paths.SUPERVISE_ACCOUNT.format(agent=agent), Intervened, wish, key)

    async def listen(self, wish: Listen, key: str | None = None) -> Me:
        """The supervisor's own phone rings for it; of what they listen to already, how changes."""
        return await self.command("POST", paths.SUPERVISE_LISTENING, Me, wish, key)

    async def answer_listening(self, key: str | None = None) -> Me:
        """The supervisor's own phone, from the desktop."""
        return await self.command("POST", paths.SUPERVISE_LISTENING_ANSWER, Me, None, key)

    async def stop_listening(self, key: str | None = None) -> Me:
        return await self.command("POST", paths.SUPERVISE_LISTENING_END, Me, None, key)

    async def set_agent_state(self, agent: AgentId, wish: SetState, key: str | None = None) -> Me:
        return await self.command("POST", paths.SUPERVISE_STATE.format(agent=agent), Me, wish, key)
