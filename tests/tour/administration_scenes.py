"""The administrator's window on each of its pages, with rules as a real centre has them."""

from __future__ import annotations

import scenes as seen
from msgspec.structs import replace

from agent_client.protocol.administration import (
    Administration,
    AgentRights,
    Callbacking,
    Considered,
    Group,
    ProjectRules,
    Route,
    Routing,
    RulesRead,
)
from agent_client.protocol.agents import AgentBrief, Presence, Rights
from agent_client.protocol.callbacks import CallbackPeriod, CallbackRules
from agent_client.protocol.centre import Template
from agent_client.protocol.desk_phones import DeskPhone, DeskPhonePassword, DeskPhones
from agent_client.protocol.names import (
    AgentId,
    AgentState,
    GroupKind,
    NotReadyReason,
    Period,
    ProjectId,
    QueueId,
    RecordingProblem,
    Role,
    RouteCode,
    TemplateId,
    Unhandled,
)
from agent_client.protocol.refusals import BadLine
from agent_client.protocol.remote import Registering, RemoteAgent, RemoteSignIn, ServiceNumber, TextProblem, UnsentText
from agent_client.protocol.sound import Sound, SoundRules

BACK = QueueId(3)
GROUPS = (
    Group(id=seen.SALES, version=4, name="Sales", number="800", capacity=40, callback_key="1"),
    Group(
        id=seen.SUPPORT,
        version=2,
        name="Support",
        number="801",
        wrap_up_seconds=180,
        rules=CallbackRules(shortest_missed=8, attempts=5, internal=True),
    ),
    Group(id=BACK, version=1, name="Back office", number="810", kind=GroupKind.RING_ALL),
)
PROJECTS = (
    ProjectRules(
        id=ProjectId(1),
        version=3,
        name="Support",
        dnis="+31800100200",
        queue=seen.SUPPORT,
        operators=("204", "207", "+420724118305", "219"),
    ),
    ProjectRules(id=ProjectId(2), version=1, name="Order line", dnis="+31800100300", queue=seen.SALES),
    ProjectRules(id=ProjectId(3), version=1, name="Spare parts and returns", dnis="+31800100400", queue=seen.SALES),
)
_PEOPLE = (
    (seen.ANNA.id, "Anna de Vries", "anna", "204", AgentState.READY, None),
    (seen.BRAM.id, "Bram Smit", "bram", "207", AgentState.ON_CONTACT, None),
    (AgentId(3), "Dana Horáková", "dana", "212", AgentState.WRAP_UP, None),
    (AgentId(4), "Tomáš Dvořák", "tomas", "215", AgentState.NOT_READY, NotReadyReason.PAUSE),
    (AgentId(5), "Ingrid Solheim", "ingrid", "", AgentState.SIGNED_OUT, None),
)


def _registered(agent):
    if agent != 3:
        return Registering(preselected=(GROUPS[0].id,))
    queues = tuple(group.id for group in GROUPS[:2])
    return Registering(phone_number="+31612345678", alternate_number="+31207770000", preselected=queues)


RULES = Administration(
    groups=GROUPS,
    projects=PROJECTS,
    routing=Routing(
        version=2,
        operators=("212", "215"),
        fixed_target="+31201234567",
        fixed_target_active=True,
        unhandled=Unhandled.AGENT,
        unhandled_agent=AgentId(3),
        unhandled_seconds=300,
    ),
    callbacking=Callbacking(
        version=1,
        time_zone="Europe/Amsterdam",
        period=CallbackPeriod(period=Period.LAST_3_DAYS, without_sundays=True),
    ),
    templates=(
        Template(
            id=TemplateId(1),
            name="Callback agreed",
            text="{customer} called on {date} at {time}:\n\n{cursor}\n\n{agent}",
        ),
        Template(id=TemplateId(2), name="Complaint", text="Complaint about {product}: {cursor}", queue=seen.SUPPORT),
    ),
    agents=tuple(
        AgentRights(agent=AgentBrief(id_, name, phone), user=user, rights=Rights(edit_central=name.startswith("A")))
        for id_, name, user, phone, _, _ in _PEOPLE
    ),
    sound=Sound(
        rules=SoundRules(recording_days=90),
        kept=1_284,
        bytes=1_912_000_000,
        waiting=3,
        waiting_since=seen.ago(5_400),
        problem=RecordingProblem.FOLDER_FULL,
        lost=1,
    ),
    remote=RemoteSignIn(
        service_number=ServiceNumber(number="+31857770100"),
        agents=tuple(
            RemoteAgent(
                agent=AgentBrief(id_, name, phone),
                user=user,
                registered=_registered(id_),
                may_staff=tuple(group.id for group in GROUPS),
                signed_in=id_ == 3,
            )
            for id_, name, user, phone, _, _ in _PEOPLE
        ),
        written=(GROUPS[1].id,),
        unsent=(UnsentText(at=seen.ago(3_600), agent="Dana Horáková", problem=TextProblem.REFUSED, figure=502),),
    ),
)
STATE = replace(
    seen.BASE,
    me=replace(seen.ME, role=Role.ADMINISTRATOR),
    agents={
        id_: Presence(id=id_, name=name, phone=phone, state=state, not_ready=why, since=seen.ago(60), version=1)
        for id_, name, _, phone, state, why in _PEOPLE
    },
)
PHONES = DeskPhones(
    phones=(
        DeskPhone(phone="204", name="Front desk", online=True, fixed=True, agent="Anna de Vries"),
        DeskPhone(phone="207", online=True, agent="Bram Smit"),
        DeskPhone(phone="212", name="Support, window", online=True, agent="Dana Horáková"),
        DeskPhone(phone="215", name="Support, door"),
    )
)
ROUTE = Route(
    code=RouteCode.PROJECT,
    phone="207",
    agent=seen.BRAM,
    queue=seen.SUPPORT,
    customer=seen.JANA,
    considered=(
        Considered(code=RouteCode.CUSTOMER, phone="212", agent=AgentBrief(AgentId(3), "Dana Horáková", "212")),
        Considered(code=RouteCode.CUSTOMER, phone="219"),
        Considered(code=RouteCode.PROJECT, phone="204", agent=seen.ANNA),
        Considered(code=RouteCode.PROJECT, phone="207", agent=seen.BRAM, free=True),
    ),
)


def administration(page, width, height, *, state=STATE, then=None):
    from ui.administration.window import AdministrationWindow

    made = AdministrationWindow()
    made.resize(min(width, 1120), min(height, 760))
    made.show_state(state)
    made.show_known(RULES)
    made.open(page)
    made.show()
    if then is not None:
        then(made)
    return made


def administration_scenes():
    supervisor = replace(STATE, me=replace(STATE.me, role=Role.SUPERVISOR))
    yield "admin_groups", lambda w, h: administration("groups", w, h)
    yield "admin_remote", lambda w, h: administration("remote", w, h)
    yield "admin_remote_agent", lambda w, h: administration("remote", w, h, then=_remote_agent)
    yield "admin_groups_edited", lambda w, h: administration("groups", w, h, then=_edited)
    yield "admin_groups_outdated", lambda w, h: administration("groups", w, h, then=_outdated)
    yield "admin_groups_reading", lambda w, h: administration("groups", w, h, state=supervisor)
    yield "admin_closing", lambda w, h: administration("groups", w, h, then=_closing)
    yield "admin_callbacks", lambda w, h: administration("callbacks", w, h)
    yield "admin_projects", lambda w, h: administration("projects", w, h)
    yield "admin_routing", lambda w, h: administration("routing", w, h, then=_dry_run)
    yield "admin_templates", lambda w, h: administration("templates", w, h)
    yield "admin_rights", lambda w, h: administration("rights", w, h)
    yield "admin_phones", lambda w, h: administration("phones", w, h, then=_phones)
    yield "admin_phones_made", lambda w, h: administration("phones", w, h, then=_phone_made)
    yield "admin_phones_removing", lambda w, h: administration("phones", w, h, then=_phone_removing)
    yield "admin_phones_new", lambda w, h: administration("phones", w, h, then=_phone_new)
    yield "admin_phones_fixed", lambda w, h: administration("phones", w, h, then=_phone_fixed)
    yield "admin_phones_impossible", lambda w, h: administration("phones", w, h, then=_phones_impossible)
    yield "admin_sound", lambda w, h: administration("sound", w, h)
    yield "admin_announcing", lambda w, h: administration("groups", w, h, then=_announcing)
    yield "admin_exchange", lambda w, h: administration("exchange", w, h, then=_would_read)
    yield "admin_bad_line", lambda w, h: administration("exchange", w, h, then=_bad_line)


def _announcing(window):
    form = window.page_of("groups").editor.form
    window.show()
    form.written.emit("announce_seconds", "45")
    window.page_of("groups").editor.show_field("announces_place")


def _phones(window):
    page = window.page_of("phones")
    page.show_phones(PHONES)
    page.open("212")
    return page


def _phone_made(window):
    _phones(window).show_made(DeskPhonePassword(phone="231", name="Stores", password="kV7mTq3xWp9d"))


def _phone_removing(window):
    _phones(window).sheet.remove.click()


def _phone_new(window):
    page = _phones(window)
    page.begin()
    page.new.form.written.emit("name", "Stores, back")
    page.new.form.written.emit("phone", "23")
    page.new.add.click()


def _phone_fixed(window):
    _phones(window).open("204")


def _phones_impossible(window):
    window.page_of("phones").show_phones(DeskPhones(possible=False))


def _edited(window):
    form = window.page_of("groups").editor.form
    form.written.emit("attempts", "none")
    form.written.emit("name", "Sales and orders")
    form.written.emit("internal", True)
    window.page_of("groups").editor.form.rows["name"].entry.put("Sales and orders")


def _outdated(window):
    _edited(window)
    theirs = replace(GROUPS[0], version=5, name="Sales NL", capacity=60)
    window.show_known(replace(RULES, groups=(theirs, *GROUPS[1:])))
    window.page_of("groups").editor.reload.click()
    window.show_known(replace(RULES, groups=(replace(theirs, version=6), *GROUPS[1:])))


def _remote_agent(window):
    window.page_of("remote").open(3)


def _closing(window):
    _edited(window)
    window.close()


def _dry_run(window):
    window.page_of("routing").dry_run.number.setText("+420 724 118 305")
    window.page_of("routing").dry_run.dnis.setText("+31800100200")
    window.page_of("routing").dry_run.show_route(ROUTE)


def _would_read(window):
    from pathlib import Path

    pane = window.page_of("exchange").rules_in
    pane.show_would(Path("rules.txt"), RulesRead(projects=3, customers_added=120, customers_changed=14, records=431))
    window.page_of("exchange").call_log.first.setText("1. 11. 2026")
    window.page_of("exchange").call_log.ask_to_clear(Path("calls.txt"), 1204)


def _bad_line(window):
    window.page_of("exchange").rules_in.show_bad_line(
        BadLine(line="17", reason="number", value="12 34 abc"),
        "C;10428;E-77;Elektro Svoboda s.r.o.;Jana Nováková;12 34 abc;;;204;212;;",
    )
