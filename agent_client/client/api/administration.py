"""The commands of the administrator's window: the rules read and saved, tried out, carried to files and back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from urllib.parse import urlencode

from agent_client.protocol import paths
from agent_client.protocol.administration import (
    Administration,
    Callbacking,
    CallLogCleared,
    Group,
    ProjectRules,
    Route,
    Routing,
    RulesFile,
    RulesRead,
    SaveTemplate,
    WouldGet,
)
from agent_client.protocol.agents import Rights
from agent_client.protocol.centre import Template
from agent_client.protocol.desk_phones import DeskPhonePassword, DeskPhones, SaveDeskPhone
from agent_client.protocol.names import AgentId, ProjectId, TemplateId
from agent_client.protocol.remote import Registering, RemoteAgent, ServiceNumber
from agent_client.protocol.sound import SoundRules

from .wire import Wire

PATIENCE = 900.0
"""Seconds for a file of rules with the history of very many customers."""


class Administrating(Wire):
    async def administration(self) -> Administration:
        """All of the rules, as they are now."""
        return await self.ask(paths.ADMINISTRATION, Administration)

    async def save_group(self, wish: Group, key: str | None = None) -> Group:
        return await self.command("POST", paths.ADMINISTRATION_GROUPS, Group, wish, key)

    async def save_project(self, wish: ProjectRules, key: str | None = None) -> ProjectRules:
        return await self.command("POST", paths.ADMINISTRATION_PROJECTS, ProjectRules, wish, key)

    async def save_routing(self, wish: Routing, key: str | None = None) -> Routing:
        return await self.command("PUT", paths.ADMINISTRATION_ROUTING, Routing, wish, key)

    async def save_callbacking(self, wish: Callbacking, key: str | None = None) -> Callbacking:
        return await self.command("PUT", paths.ADMINISTRATION_CALLBACKS, Callbacking, wish, key)

    async def save_template(self, wish: SaveTemplate, key: str | None = None) -> Template:
        return await self.command("POST", paths.ADMINISTRATION_TEMPLATES, Template, wish, key)

    async def remove_template(self, template: TemplateId, key: str | None = None) -> Template:
        path = paths.ADMINISTRATION_TEMPLATE.format(template=template)
        return await self.command("DELETE", path, Template, None, key)

    async def save_rights(self, agent: AgentId, rights: Rights, key: str | None = None) -> Rights:
        return await self.command("PUT", paths.ADMINISTRATION_RIGHTS.format(agent=agent), Rights, rights, key)

    async def save_service_number(self, wish: ServiceNumber, key: str | None = None) -> ServiceNumber:
        return await self.command("PUT", paths.ADMINISTRATION_REMOTE, ServiceNumber, wish, key)

    async def save_phones(self, agent: AgentId, wish: Registering, key: str | None = None) -> RemoteAgent:
        return await self.command("PUT", paths.ADMINISTRATION_PHONES.format(agent=agent), RemoteAgent, wish, key)

    async def desk_phones(self) -> DeskPhones:
        return await self.ask(paths.ADMINISTRATION_DESK_PHONES, DeskPhones)

    async def save_desk_phone(self, wish: SaveDeskPhone) -> DeskPhonePassword:
        """Told once. Of a repeat the last answer counts."""
        return await self.command("POST", paths.ADMINISTRATION_DESK_PHONES, DeskPhonePassword, wish)

    async def remove_desk_phone(self, phone: str) -> DeskPhones:
        """Those that are left."""
        path = f"{paths.ADMINISTRATION_DESK_PHONES}?{urlencode({'phone': phone})}"
        return await self.command("DELETE", path, DeskPhones, None)

    async def save_sound_rules(self, wish: SoundRules, key: str | None = None) -> SoundRules:
        return await self.command("PUT", paths.ADMINISTRATION_SOUND, SoundRules, wish, key)

    async def would_get(self, question: WouldGet) -> Route:
        """A question: nothing is changed by it."""
        return await self.command("POST", paths.WOULD_GET, Route, question)


class RuleFiles(Wire):
    def export_rules(self, *, history: bool, project: ProjectId | None = None) -> AsyncIterator[bytes]:
        """The file, as it comes. ``project``: its rules alone."""
        said = "true" if history else "false"
        if project is None:
            return self.download(paths.RULES_FILE, history=said)
        return self.download(paths.RULES_FILE, history=said, project=project)

    async def read_rules(self, file: RulesFile, key: str | None = None) -> RulesRead:
        """Takes as long as the file is long."""
        return await self.command("POST", paths.RULES_FILE, RulesRead, file, key, PATIENCE)

    def call_log(
        self, form: str, since: datetime | None, until: datetime | None, opened: Callable[[int], None]
    ) -> AsyncIterator[bytes]:
        """The log as it comes; ``form`` is ``text`` or ``csv``. Calls from ``since`` on and before ``until``. ``opened`` is
        told the last row of it: what is written after that one is not in the file."""
        return self.download(
            paths.CALL_LOG,
            opened=lambda headers: opened(int(headers.get(paths.LAST_HEADER, "0"))),
            format=form,
            **_between(since, until),
        )

    async def clear_call_log(
        self, since: datetime | None, until: datetime | None, last: int, key: str | None = None
    ) -> CallLogCleared:
        """Of what was exported, up to its ``last`` row."""
        wanted = urlencode({**_between(since, until), "last": str(last)})
        return await self.command("DELETE", f"{paths.CALL_LOG}?{wanted}", CallLogCleared, None, key)


def _between(since: datetime | None, until: datetime | None) -> dict[str, str]:
    ends = {"since": since, "until": until}
    return {name: end.isoformat() for name, end in ends.items() if end is not None}
