"""The supervisors' window: everybody at a glance, one chosen, the question why, the day's calls, cards, the log, and trouble."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

PEOPLE = (
    "Anneke de Boer",
    "Bram Smit",
    "Cleo Bakker",
    "Dieter Groß",
    "Eva Malá",
    "Femke van den Heuvel",
    "Gijs Vos",
    "Hana Řehořová",
    "Ingrid Næss",
    "Jiří Dvořák",
    "Kateřina Šťastná",
    "Lars Öberg",
)


def supervising_scenes(seen: ModuleType) -> dict[str, Callable[[int, int], object]]:
    from msgspec.structs import replace
    from PySide6.QtWidgets import QApplication

    from agent_client.client.store.state import Link
    from agent_client.protocol.agents import AgentBrief, ListeningTo, Presence
    from agent_client.protocol.centre import Queue, QueueName
    from agent_client.protocol.customers import CustomerBrief
    from agent_client.protocol.interactions import Moment, PastCall, PastRecording
    from agent_client.protocol.names import (
        AgentId,
        AgentState,
        Channel,
        ContactId,
        ContactState,
        CustomerId,
        Direction,
        EndedBy,
        IdleReasonId,
        InteractionId,
        Intervention,
        Listening,
        MomentKind,
        NotReadyReason,
        QueueId,
        Role,
        SessionId,
        SoundState,
        WhyCode,
    )
    from agent_client.protocol.supervising import (
        AgentFigures,
        CardInUse,
        InHand,
        LogLine,
        QueueFigures,
        Seated,
        SupervisedAgent,
        SupervisedCall,
        SupervisedQueue,
        Supervising,
    )
    from agent_client.protocol.why import Why
    from ui.models.player import Stage, opened
    from ui.supervising.window import CALLS, CARDS, LOG, SupervisingWindow

    state_of = (
        (AgentState.READY, None, 83),
        (AgentState.ON_CONTACT, None, 252),
        (AgentState.WRAP_UP, None, 41),
        (AgentState.NOT_READY, NotReadyReason.PAUSE, 780),
        (AgentState.NOT_READY, NotReadyReason.IDLE, 1931),
        (AgentState.READY, None, 12),
        (AgentState.OFFERED, None, 4),
        (AgentState.NOT_READY, NotReadyReason.RONA, 95),
        (AgentState.ON_CONTACT, None, 3804),
        (AgentState.READY, None, 310),
        (AgentState.SIGNED_OUT, None, 7200),
        (AgentState.SIGNED_OUT, None, 90_000),
    )
    names = ("Sales", "Support", "Returns and complaints")
    ids = tuple(QueueId(at + 1) for at in range(len(names)))

    def presence(at: int) -> Presence:
        state, why, since = state_of[at % len(state_of)]
        name = PEOPLE[at % len(PEOPLE)] + ("" if at < len(PEOPLE) else f" {at // len(PEOPLE) + 1}")
        return Presence(
            id=AgentId(at + 1),
            name=name,
            phone="" if state is AgentState.SIGNED_OUT else str(204 + at),
            state=state,
            not_ready=why,
            idle_reason=IdleReasonId(1) if why is NotReadyReason.IDLE else None,
            since=seen.ago(since),
            version=1,
            team="Team North" if at % 2 else "Team South",
            linked=at != 9 and state is not AgentState.SIGNED_OUT,
            phone_lost=at == 4,
            remote=at == 8,
        )

    def agent(at: int) -> SupervisedAgent:
        there = presence(at)
        signed_in = there.state is not AgentState.SIGNED_OUT
        session = Seated(
            id=SessionId(100 + at),
            phone=there.phone,
            seat=f"TC-{101 + at}",
            host=f"ws-{101 + at}.thermo.example",
            address=f"10.20.4.{11 + at}",
            client="1.4.0",
            started_at=seen.ago(14_400 - 90 * at),
            link_lost_since=seen.ago(23) if at == 9 else None,
            until=seen.ago(-37) if at == 9 else None,
            phone_lost_since=seen.ago(1931) if at == 4 else None,
            remote=at == 8,
        )
        contact = InHand(
            contact=ContactId(700 + at),
            channel=Channel.VOICE,
            direction=Direction.INBOUND if at != 8 else Direction.CALLBACK,
            state=ContactState.CONNECTED,
            queue=ids[at % 2],
            number="+420724118305",
            since=there.since,
        )
        return SupervisedAgent(
            presence=there,
            user=there.name.split()[0].lower(),
            role=Role.AGENT,
            queues=ids if at % 3 == 0 else ids[at % 3 - 1 : at % 3],
            session=session if signed_in else None,
            contact=contact if there.state is AgentState.ON_CONTACT else None,
            today=AgentFigures(handled=(at * 7) % 23, missed=at % 3, declined=at % 2, talk_seconds=at * 613)
            if at != 11
            else AgentFigures(),
            locked_since=seen.ago(600) if at == 10 else None,
            last_address=f"10.20.4.{11 + at}",
            last_start=seen.ago(14_400 - 90 * at),
            last_stop=None if signed_in else seen.ago(7200),
        )

    def known(people: int = 12) -> Supervising:
        waiting = ((2, 47), (1, 12), (0, None))
        figures = (
            QueueFigures(offered=84, answered=79, given_up=3, average_seconds=21, longest_seconds=184),
            QueueFigures(offered=131, answered=118, given_up=12, average_seconds=44, longest_seconds=512),
            QueueFigures(),
        )
        return Supervising(
            now=seen.NOW,
            day_since=seen.ago(14 * 3600),
            agents=tuple(agent(at) for at in range(people)),
            queues=tuple(
                SupervisedQueue(
                    queue=Queue(
                        id=queue,
                        name=name,
                        waiting=count,
                        longest_since=None if since is None else seen.ago(since),
                        version=1,
                    ),
                    today=today,
                )
                for queue, name, (count, since), today in zip(ids, names, waiting, figures, strict=True)
            ),
            cards=(
                CardInUse(
                    customer=CustomerBrief(CustomerId(10_428), "Jana Nováková", "Elektro Svoboda s.r.o."),
                    agent=AgentBrief(AgentId(2), "Bram Smit", "205"),
                    seat="TC-102",
                    since=seen.ago(312),
                ),
                CardInUse(
                    customer=CustomerBrief(CustomerId(9), "", "Kanzlei Hoffmann & Partner mbB Rechtsanwälte"),
                    agent=AgentBrief(AgentId(4), "Dieter Groß", "207"),
                    seat="TC-104",
                    since=seen.ago(44),
                ),
            ),
        )

    def call(at: int) -> SupervisedCall:
        began = seen.ago(40 + 97 * at)
        answered = at % 5 != 3
        goes_on = at == 0
        spoke = seen.ago(40 + 97 * at - 9) if answered else None
        who = AgentBrief(AgentId(at % 9 + 1), PEOPLE[at % 9], str(204 + at % 9))
        return SupervisedCall(
            call=PastCall(
                interaction=InteractionId(5000 - at),
                contacts=(),
                direction=Direction.INBOUND if at % 4 else Direction.CALLBACK,
                number=f"+42072411830{at % 10}" if at % 7 else "",
                queue=names[at % 2],
                started_at=began,
                connected_at=spoke,
                ended_at=None if goes_on else seen.ago(40 + 97 * at - 9 - 130),
                ended_by=None if goes_on else EndedBy.AGENT if answered else EndedBy.CUSTOMER,
                agents=(who,) if answered else (),
                reasons=("Order placed",) if answered and not goes_on else (),
                recorded=answered,
                recording=PastRecording(
                    state=SoundState.COMING if goes_on else SoundState.KEPT,
                    began_at=spoke,
                    seconds=None if goes_on else 130.0,
                )
                if spoke is not None
                else None,
                moments=(
                    Moment(at=began, kind=MomentKind.QUEUED, to=names[at % 2]),
                    Moment(
                        at=seen.ago(40 + 97 * at - 3),
                        kind=MomentKind.WITHDRAWN,
                        agent=who,
                        why=Why(
                            code=WhyCode.RANG_NOT_ANSWERED,
                            at=seen.ago(40 + 97 * at - 3),
                            params={"seconds": "18", "phone": who.phone},
                        ),
                    ),
                    *((Moment(at=spoke, kind=MomentKind.ANSWERED, agent=who),) if spoke is not None else ()),
                ),
            ),
            queue=ids[at % 2],
            customer=CustomerBrief(CustomerId(at + 1), PEOPLE[(at + 3) % 12], "") if at % 3 else None,
        )

    def line(at: int, kind: Intervention, reason: str, about: str = "") -> LogLine:
        return LogLine(
            id=900 - at,
            at=seen.ago(600 + 5000 * at),
            by=AgentBrief(AgentId(90), "Sonja Keller"),
            kind=kind,
            reason=reason,
            agent=AgentBrief(AgentId(at + 1), PEOPLE[at]),
            seat=f"TC-{101 + at}" if kind is not Intervention.UNLOCK_ACCOUNT else "",
            about=about,
        )

    lines = (
        line(0, Intervention.SIGN_OUT, "Went home without signing out"),
        line(1, Intervention.UNLOCK_CUSTOMER, "The card was needed", "Jana Nováková"),
        line(2, Intervention.MARK_AS_CRASHED, "The computer has crashed"),
        line(3, Intervention.UNLOCK_ACCOUNT, "Mistyped the password"),
        line(4, Intervention.CLEAN_UP, "A colleague needs the seat"),
    )
    centre = replace(seen.CENTRE, queues=tuple(QueueName(one, name) for one, name in zip(ids, names, strict=True)))
    sonja = replace(seen.ME, id=AgentId(90), name="Sonja Keller", role=Role.SUPERVISOR)

    def window(
        width: int, height: int, *, people: int = 12, link: Link = Link.UP, read: bool = True
    ) -> SupervisingWindow:
        made = SupervisingWindow()
        made.resize(width, height)
        told = known(people)
        made.show_state(
            replace(
                seen.WAITING,
                me=sonja,
                centre=centre,
                link=link,
                queues={one.queue.id: one.queue for one in told.queues},
                agents={one.presence.id: one.presence for one in told.agents},
            )
        )
        if read:
            made.show_known(told)
        made.calls.show_calls([call(at) for at in range(40)], every=False)
        made.log.show_lines(lines)
        made.show()
        made.tick(seen.NOW)
        QApplication.processEvents()
        return made

    def chosen(width: int, height: int, at: int = 1, **how) -> SupervisingWindow:
        made = window(width, height, **how)
        made.agents.table.choose(at)
        made.tick(seen.NOW)
        return made

    def asked(width: int, height: int, at: int, kind: Intervention) -> SupervisingWindow:
        made = chosen(width, height, at)
        made.activateWindow()
        made.agents.act(kind)
        return made

    def on_page(width: int, height: int, page: str, row: int = 0) -> SupervisingWindow:
        made = window(width, height)
        made.open(page)
        made.page().table.choose(row)
        made.tick(seen.NOW)
        return made

    def playing(width: int, height: int) -> SupervisingWindow:
        made = on_page(width, height, CALLS, 2)
        heard = opened(call(2).call, "22 Nov 2026, 13:54 · Dana Horáková")
        made.calls.player.show_player(replace(heard, stage=Stage.PLAYING, position=52.0, there=130.0))
        return made

    def refused(width: int, height: int) -> SupervisingWindow:
        made = asked(width, height, 1, Intervention.SIGN_OUT)
        made.aside.form.act.refuse("A conversation is going on: tick the box if it is to be ended.")
        return made

    def failed(width: int, height: int) -> SupervisingWindow:
        made = window(width, height)
        made.show_failed(
            "The server did not answer in time: check this computer's network, then try again.", seen.ago(90)
        )
        return made

    def listen(width: int, height: int, how: Listening = Listening.LISTEN) -> SupervisingWindow:
        made = chosen(width, height, 1)
        made.activateWindow()
        made.aside.listening_wanted.emit(how)
        return made

    def listening(
        width: int, height: int, how: Listening, *, answered: bool = True, over: WhyCode | None = None
    ) -> SupervisingWindow:
        made = chosen(width, height, 1)
        heard = ListeningTo(
            contact=ContactId(701),
            agent=AgentBrief(AgentId(2), "Bram Smit"),
            number="+420724118305",
            how=how,
            since=seen.ago(50),
            answered_at=seen.ago(42) if answered else None,
        )
        made.show_state(replace(made.agents.rows.state, me=replace(sonja, phone="209", listening=heard)))
        if over is not None:
            why = Why(code=over, at=seen.NOW, params={"agent": "Bram Smit", "phone": "209"})
            ended = replace(heard, ended_at=seen.NOW, why=why)
            made.show_state(replace(made.agents.rows.state, me=replace(sonja, phone="209", listening=ended)))
        made.tick(seen.NOW)
        return made

    def unlock(width: int, height: int) -> SupervisingWindow:
        made = on_page(width, height, CARDS)
        made.cards.act(Intervention.UNLOCK_CUSTOMER)
        return made

    return {
        "super_agents": window,
        "super_chosen": chosen,
        "super_lost": lambda width, height: chosen(width, height, 9),
        "super_sign_out": lambda width, height: asked(width, height, 0, Intervention.SIGN_OUT),
        "super_talking": refused,
        "super_crashed": lambda width, height: asked(width, height, 9, Intervention.MARK_AS_CRASHED),
        "super_calls": lambda width, height: on_page(width, height, CALLS, 2),
        "super_playing": playing,
        "super_cards": unlock,
        "super_log": lambda width, height: on_page(width, height, LOG),
        "super_listen": listen,
        "super_barge": lambda width, height: listen(width, height, Listening.BARGE),
        "super_hears_rung": lambda width, height: listening(width, height, Listening.WHISPER, answered=False),
        "super_hears": lambda width, height: listening(width, height, Listening.LISTEN),
        "super_hears_whisper": lambda width, height: listening(width, height, Listening.WHISPER),
        "super_hears_over": lambda width, height: listening(
            width, height, Listening.LISTEN, over=WhyCode.LISTENING_OVER
        ),
        "super_offline": lambda width, height: chosen(width, height, link=Link.DOWN),
        "super_failed": failed,
        "super_400": lambda width, height: chosen(width, height, 20, people=400),
        "super_loading": lambda width, height: window(width, height, read=False, people=0),
    }
