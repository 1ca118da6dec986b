"""What is measured of this computer, and what it means."""

from __future__ import annotations

import pytest

from agent_client.rules.findings import Found, Grade
from agent_client.workstation import diagnostics
from agent_client.workstation.diagnostics import FULL, LARGE, LOW, FolderFacts, ProgramFacts, ShownScreen, StoreState
from agent_client.workstation.geometry import Size
from agent_client.workstation.seat import NoSeat, Seat, SeatRefused, SeatRule, SeatSource


def folder(name: str = "state", *, writable: bool = True, free: int | None = 10 * LOW, size: int = 7) -> FolderFacts:
    return FolderFacts(name, writable, free, size)


@pytest.mark.parametrize(
    ("folders", "grade", "found"),
    [
        ([folder(), folder("logs")], Grade.GOOD, Found.DISK_GOOD),
        ([folder(free=None)], Grade.GOOD, Found.DISK_GOOD),
        ([folder(), folder("drafts", free=LOW - 1)], Grade.WARNING, Found.DISK_LOW),
        ([folder(free=FULL - 1), folder("drafts", free=LOW - 1)], Grade.BAD, Found.DISK_FULL),
        ([folder(), folder("cards", writable=False)], Grade.BAD, Found.DISK_CLOSED),
    ],
)
def test_the_disk(folders: list[FolderFacts], grade: Grade, found: Found) -> None:
    finding = diagnostics.disk(folders)
    assert (finding.grade, finding.found) == (grade, found)


def test_what_is_kept_is_counted() -> None:
    finding = diagnostics.disk([folder("logs"), folder("drafts"), folder("cards"), folder("config")])
    assert (finding.params["log"], finding.params["kept"]) == ("7", "14")


def test_every_state_of_the_store_has_its_finding() -> None:
    assert len({diagnostics.store(state, "Windows").found for state in StoreState}) == len(StoreState)
    assert [state for state in StoreState if diagnostics.store(state, "").grade is Grade.GOOD] == [StoreState.KEEPS]


def test_the_seat_and_why_there_is_none() -> None:
    good = diagnostics.seat(Seat("TC-114", "ts-1", SeatSource.CLIENT_NAME), SeatRule.TERMINAL_SERVER)
    assert good.params == {"seat": "TC-114", "host": "ts-1", "source": "client_name", "rule": "terminal_server"}
    none = diagnostics.seat(SeatRefused(NoSeat.CONSOLE_SESSION), SeatRule.AUTOMATIC)
    assert (none.grade, none.found, none.params["code"]) == (Grade.BAD, Found.SEAT_NONE, "console_session")


def test_one_screen_that_is_large_enough_is_enough() -> None:
    small, large = ShownScreen("a", Size(800, 600), 100), ShownScreen("b", Size(1920, 1080), 150)
    assert diagnostics.screens([small, large], Size(1024, 640)).found is Found.SCREENS_FIT
    finding = diagnostics.screens([small], Size(1024, 640))
    assert (finding.found, finding.params["screens"]) == (Found.SCREENS_SMALL, "800 × 600 (100 %)")


@pytest.mark.parametrize(
    ("memory", "found"),
    [(None, Found.PROGRAM_GOOD), (LARGE, Found.PROGRAM_GOOD), (LARGE + 1, Found.PROGRAM_LARGE)],
)
def test_the_program(memory: int | None, found: Found) -> None:
    assert diagnostics.program(ProgramFacts("1", "3.11", "6.11", "Linux", memory)).found is found
