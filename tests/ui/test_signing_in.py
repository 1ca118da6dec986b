"""What is remembered of a sign-in for the next start, and what is not."""

from __future__ import annotations

import asyncio

import pytest
import shiboken6

from agent_client.client.clock import ServerClock
from agent_client.client.tasks import TaskOwner
from agent_client.workstation.command_line import Options
from agent_client.workstation.seat import Seat, SeatSource
from agent_client.workstation.settings import LAST_SERVER, PHONE, REMEMBER_PASSWORD, SERVERS, USER, Settings
from ui.desk import Desk
from ui.dialogs.sign_in import Entered, SignInWindow
from ui.notices import Notices
from ui.placement import Placement
from ui.secrets import Secrets
from ui.signing_in import SigningIn
from ui.theme import Appearance, Theme

SERVER = "https://centre.example"


class Store:
    """A system's password store, in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[username]


class Agreeing:
    """Stands for a session whose server agrees to everybody."""

    async def sign_in(self, *given: str, **more: object) -> None:
        self.given = given


@pytest.fixture
def sign_in(qapp, qtbot, home, run):
    """Signs in with what was entered; gives the settings and the password store as they are then."""
    settings, store, notices = Settings(home.config / "settings.json"), Store(), Notices()

    def signing_in(*, remember: bool, demo: bool = False):
        async def main() -> None:
            tasks = TaskOwner()
            seat = Seat("TC-114", "host", SeatSource.COMPUTER)
            placement, secrets = Placement(settings, qapp), Secrets(notices, backend=store)
            appearance = Appearance(qapp, Theme.LIGHT)
            options = Options(demo=demo)
            desk = Desk(qapp, options, home, settings, seat, placement, notices, secrets, appearance, tasks)
            window = SignInWindow()
            qtbot.addWidget(window)
            signing = SigningIn(desk, window, Agreeing(), ServerClock())
            window.sign_in_pressed.emit(Entered(SERVER, "anna", "sesame", "204", remember))
            assert await signing.until_signed_in()
            for _ in range(200):
                if not {"keep password", "forget password"} & set(tasks.names()):
                    break
                await asyncio.sleep(0.01)
            await tasks.close()
            for watching in (appearance, placement):  # of the application, which outlives the test
                shiboken6.delete(watching)

        run(main())
        return settings, store.kept

    return signing_in


def test_A2_the_server_and_who_signed_in_are_there_at_the_next_start(sign_in):
    settings, kept = sign_in(remember=False)
    assert settings.get(SERVERS) == (SERVER,)
    assert (settings.get(LAST_SERVER), settings.get(USER), settings.get(PHONE)) == (SERVER, "anna", "204")
    assert kept == {}


def test_the_password_is_kept_only_as_long_as_the_agent_wants(sign_in):
    settings, kept = sign_in(remember=True)
    assert list(kept.values()) == ["sesame"]
    assert settings.get(REMEMBER_PASSWORD)
    _, kept = sign_in(remember=False)
    assert kept == {}


def test_the_demo_leaves_nothing_behind(sign_in):
    """Its server is gone at the next start: an agent who tried it must find their own there."""
    settings, kept = sign_in(remember=False, demo=True)
    assert (settings.get(SERVERS), settings.get(LAST_SERVER), settings.get(USER)) == ((), "", "")
    assert kept == {}
