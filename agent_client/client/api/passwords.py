"""The commands of passwords: one's own changed, an agent's made anew, what the centre asks of them (A8)."""

from __future__ import annotations

from agent_client.protocol import paths
from agent_client.protocol.names import AgentId
from agent_client.protocol.passwords import ChangePassword, FirstPassword, ResetPassword, Security

from .wire import Wire


class PasswordKeeping(Wire):
    async def change_password(self, wish: ChangePassword) -> None:
        """A repeat is no harm: the server takes it for the change that it was."""
        await self.order("POST", paths.AGENT_PASSWORD, wish)

    async def reset_password(self, agent: AgentId, wish: ResetPassword) -> FirstPassword:
        """Told once. Of a repeat the last answer counts."""
        return await self.command("POST", paths.ADMINISTRATION_PASSWORD.format(agent=agent), FirstPassword, wish)

    async def save_security(self, wish: Security, key: str | None = None) -> Security:
        return await self.command("PUT", paths.ADMINISTRATION_SECURITY, Security, wish, key)
