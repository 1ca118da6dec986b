"""What the group's rules make of calls, in the windows of its team, as soon as the rules are saved (E2 to E4, E8)."""

from __future__ import annotations

import itertools

import pytest
from msgspec.structs import replace

from agent_client.protocol.administration import Group
from agent_client.protocol.callbacks import CallbackRules
from agent_client.protocol.names import GroupKind, Phase, Section
from tests.end_to_end.centre import Centre, Team, write

TEAMS = 12
USER = "7999"
"""The phone of somebody at the PBX who is in no group."""


@pytest.fixture(scope="module")
def own_centre(tmp_path_factory):
    """Groups that are added here are everybody's: the other tests have another centre."""
    database = tmp_path_factory.mktemp("callback_rules") / "centre.db"
    write(database, teams=TEAMS)
    running = Centre(database).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def numbers():
    return itertools.count(1)


@pytest.fixture
def team(numbers):
    return Team(next(numbers))


@pytest.fixture
def centre(own_centre):
    return own_centre


class Rules:
    """An administrator at work, without windows."""

    def __init__(self, api, team):
        self.api = api
        self.team = team

    async def group(self, name):
        return next(one for one in (await self.api.administration()).groups if one.name == name)

    async def save(self, name="", **rules):
        group = await self.group(name or f"Main {self.team.number}")
        await self.api.save_group(replace(group, rules=CallbackRules(**rules)))

    async def add(self, kind):
        """A group that the PBX rings by itself; its number."""
        number = f"{8000 + self.team.number}"
        await self.api.save_group(Group(name=f"Desk {self.team.number}", number=number, kind=kind))
        return number


@pytest.fixture
async def rules(colleague, team):
    chief = await colleague(team.chief).sign_in()
    return Rules(chief.session.api, team)


@pytest.fixture
async def anna(sit_down, team, rules):
    """In pause: nobody takes calls."""
    agent = await sit_down(team.anna).sign_in()
    await agent.until_phase(Phase.PAUSE)
    return agent


async def missed(anna, number, dnis):
    call = await anna.centre.call(number, dnis)
    await anna.centre.hang_up(call)
    return await anna.until_listed(number, Section.OPEN)


async def own_call(anna, number, **how):
    await anna.centre.pbx("own-calls", number=number, **how)


async def until_row(anna, entry):
    """It is on the screen, in the tab that is open."""
    panel = anna.window.callbacks
    await anna.until(lambda: panel.rows.place_of(entry.id) is not None, "the row")


async def until_hidden(anna, entry):
    """From the list in every section, and from the screen."""

    def shown():
        return any(one.id == entry.id for section in Section for one in anna.listed(section))

    await anna.until(lambda: not shown(), "the entry to go")
    await anna.until(lambda: anna.window.callbacks.rows.place_of(entry.id) is None, "its row to go")


async def test_E3_a_missed_call_shorter_than_the_minimum_is_not_listed(anna, rules, team):
    entry = await missed(anna, team.known, team.main)
    await until_row(anna, entry)
    await rules.save(shortest_missed=600)
    await until_hidden(anna, entry)
    await rules.save(shortest_missed=0)
    await until_row(anna, await anna.until_listed(team.known, Section.OPEN))


async def test_E3_a_try_counts_from_the_set_duration_and_the_last_one_closes(anna, rules, team):
    await rules.save(shortest_attempt=1, attempts=2)
    await missed(anna, team.known, team.main)
    await own_call(anna, team.known, outgoing=True, phone=team.bram.phone, waited=0.1)
    await own_call(anna, team.known, outgoing=True, phone=team.bram.phone, waited=1.1)
    tried = await anna.until_listed(team.known, Section.ATTEMPTED)
    assert tried.attempts == 1, "the first was too short"
    await own_call(anna, team.known, outgoing=True, phone=team.bram.phone, waited=1.1)
    assert (await anna.until_listed(team.known, Section.NOT_REACHED)).attempts == 2
    await rules.save(shortest_attempt=1, attempts=3)
    assert (await anna.until_listed(team.known, Section.ATTEMPTED)).attempts == 2, "at once, what is listed too"


@pytest.mark.parametrize("kind", [GroupKind.RING_ALL, GroupKind.HUNTING])
async def test_E4_groups_that_the_pbx_rings_by_itself_are_listed(anna, rules, team, kind):
    desk = await rules.add(kind)
    await own_call(anna, team.known, group=desk)
    entry = await anna.until_listed(team.known, Section.OPEN)
    assert entry.customer.name == team.customer("Jana")
    await until_row(anna, entry)
    await own_call(anna, team.known, group=desk, phone=USER, talked=0.1)
    done = await anna.until_listed(team.known, Section.DONE)
    assert done.why.params == {"agent": USER}


async def test_E4_answered_in_another_group_counts_or_not(anna, rules, team):
    desk = await rules.add(GroupKind.RING_ALL)
    await missed(anna, team.known, team.main)
    await own_call(anna, team.known, group=desk, phone=USER, talked=0.1)
    await anna.until_listed(team.known, Section.DONE)
    await rules.save(answered_elsewhere=False)
    await anna.until_listed(team.known, Section.OPEN)
    await rules.save(answered_elsewhere=True)
    await anna.until_listed(team.known, Section.DONE)


async def test_E4_answered_by_a_user_without_a_group_counts_or_not(anna, rules, team):
    await missed(anna, team.known, team.main)
    await own_call(anna, team.known, phone=USER, talked=0.1)
    await rules.save(answered_without_group=True)
    await anna.until_listed(team.known, Section.DONE)
    await rules.save(answered_without_group=False)
    await anna.until_listed(team.known, Section.OPEN)


async def test_E4_attempts_by_non_members_count_or_not(anna, rules, team):
    await missed(anna, team.known, team.main)
    await own_call(anna, team.known, outgoing=True, phone=USER, waited=0.1)
    await rules.save(shortest_attempt=0, attempts_by_non_members=True)
    assert (await anna.until_listed(team.known, Section.ATTEMPTED)).attempts == 1
    await rules.save(shortest_attempt=0, attempts_by_non_members=False)
    assert (await anna.until_listed(team.known, Section.OPEN)).attempts == 0


async def test_E4_internal_calls_are_listed_where_the_rules_say_so(anna, rules, team):
    call = await anna.centre.call(team.bram.phone, team.main)
    await anna.centre.hang_up(call)
    await missed(anna, team.known, team.main)
    assert len(anna.listed(Section.OPEN)) == 1, "an extension called, and then a customer"
    await rules.save(internal=True)
    await until_row(anna, await anna.until_listed(team.bram.phone, Section.OPEN))


async def test_E4_a_call_that_ended_in_voicemail_is_missed_where_the_rules_say_so(anna, rules, team):
    desk = await rules.add(GroupKind.HUNTING)
    await own_call(anna, team.known, group=desk, phone=USER, voicemail=True, talked=0.1)
    entry = await anna.until_listed(team.known, Section.OPEN)
    await rules.save(f"Desk {team.number}", voicemail=False)
    await until_hidden(anna, entry)


async def test_E8_no_entry_is_dropped_for_lack_of_room(anna, rules, team):
    """Where others keep a hundred of a group."""
    desk = await rules.add(GroupKind.RING_ALL)
    for number in range(130):
        await own_call(anna, f"+3150{team.number:03}{number:04}", group=desk)
    queue = (await rules.group(f"Desk {team.number}")).id
    await anna.until(lambda: sum(one.queue == queue for one in anna.listed(Section.OPEN)) == 130, "all of them")
    await anna.until(lambda: anna.window.callbacks.rows.rowCount() >= 130, "all the rows")
