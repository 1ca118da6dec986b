"""Who is to be tried for what waits: the rules that the database holds, handed to `domain.call_routing` (F5)."""

from __future__ import annotations

from agent_client.backend.domain import acd
from agent_client.backend.domain.call_routing import OF_THE_GROUP, Tier, tiers
from agent_client.backend.domain.contacts import way
from agent_client.backend.domain.turns import Way
from agent_client.backend.persistence import administration, centre, free_agents
from agent_client.backend.persistence.waiting import Waits
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import AgentId, Direction, ProjectId, QueueId, RouteCode


def asked_for(one: Waits) -> bool:
    """The customer is to be called: an appointment, or at their own wish."""
    return way(one.direction, one.target_kind, one.origin) is Way.ASKED_FOR


class RouteRules:
    """Read once for all that waits."""

    def __init__(self, tx: Tx) -> None:
        self._everybody = centre.settings_row(tx.conn).operators
        self._projects = {one.id: one for one in administration.project_rules(tx.conn)}
        self._served = free_agents.served(tx.conn)

    def tiers(
        self, number: str, *, project: ProjectId | None, queue: QueueId, operators: tuple[str, ...]
    ) -> tuple[Tier, ...]:
        """``operators``: the customer's. Who was transferred to another group than their project's is that group's, and who
        dialled a group's own number too."""
        rules = None if project is None else self._projects.get(project)
        if rules is None or rules.queue != queue:
            return OF_THE_GROUP if number else (Tier(RouteCode.NO_NUMBER),)
        return tiers(
            number,
            customer=operators,
            project=rules.operators,
            everybody=self._everybody,
            served=queue in self._served,
        )

    def waiting(self, one: Waits, mute: frozenset[AgentId] = frozenset()) -> acd.Waiting:
        """``mute``: who cannot be asked to call anybody at the moment."""
        called = one.direction is Direction.INBOUND
        ruled = self.tiers(one.ani, project=one.project, queue=one.queue, operators=one.operators)
        return acd.Waiting(
            one.id,
            one.queue,
            one.queued_at,
            frozenset(one.not_to) | (mute if asked_for(one) else frozenset()),
            tiers=ruled if called or asked_for(one) else OF_THE_GROUP,
            only_to=None if called else one.only_to,
            first_to=one.only_to if called else None,
        )
