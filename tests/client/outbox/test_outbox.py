"""The outbox as a whole, on real servers, real files and real kills."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from agent_client.client.outbox import (
    About,
    ContactSubject,
    CustomerSubject,
    Empty,
    Kept,
    Outbox,
    Pace,
    RecordSubject,
    Refused,
    Sending,
    Unsaved,
    Waiting,
)
from agent_client.client.outbox.letters import KeptDraft, Letter
from agent_client.client.tasks import TaskOwner
from agent_client.protocol import paths
from agent_client.protocol.customers import NOTE_LIMIT
from agent_client.protocol.names import ContactId, CustomerId, RecordId
from agent_client.protocol.refusals import Forbidden, NotFound, NotSignedIn, StorageUnavailable, TooLarge
from agent_client.workstation.ownership import OwnFolder

CALL = ContactSubject(ContactId(5))
KAREL = CustomerSubject(CustomerId(9))
QUICK = Pace(quiet=0.01, most=0.05, disk_retry=0.02, first=0.01, longest=0.05)


@pytest.fixture
async def signed_in(api, sign_in):
    await api.sign_in(sign_in)
    return api


@pytest.fixture
def make(drawer, tasks, signed_in, clock):
    """A client's outbox; again for the next start of the program."""

    def make(drawer=drawer, tasks=tasks, api=signed_in, pace=QUICK):
        return Outbox(drawer, tasks, lambda: api, clock, pace=pace)

    return make


@pytest.fixture
def outbox(make):
    return make()


def kept_texts(drawer, kind=KeptDraft, prefix="draft."):
    return [
        msgspec.json.decode(data, type=kind).text for name, data in drawer.pieces.items() if name.startswith(prefix)
    ]


def texts(centre):
    return [record.text for record in centre.records.values()]


class TestDrafts:
    async def test_what_is_typed_is_on_disk_soon(self, outbox, drawer, until):
        assert outbox.status(CALL) == Empty()
        for text in ("W", "Wa", "Wants an offer"):
            outbox.write(CALL, text)
        assert outbox.draft(CALL) == "Wants an offer"
        assert outbox.status(CALL) == Unsaved()
        await until(lambda: isinstance(outbox.status(CALL), Kept))
        assert kept_texts(drawer) == ["Wants an offer"]

    async def test_whoever_never_pauses_is_kept_all_the_same(self, make, drawer):
        outbox = make(pace=Pace(quiet=0.1, most=0.15))
        for number in range(60):
            outbox.write(CALL, "x" * (number + 1))
            await asyncio.sleep(0.01)
            if drawer.pieces:
                break
        assert kept_texts(drawer), "quiet never came, and nothing was kept"

    async def test_each_subject_has_its_own(self, outbox, drawer):
        outbox.write(CALL, "of the call")
        outbox.write(KAREL, "of the customer")
        assert (outbox.draft(CALL), outbox.draft(KAREL)) == ("of the call", "of the customer")
        assert await outbox.flush()
        assert sorted(kept_texts(drawer)) == ["of the call", "of the customer"]

    async def test_a_draft_that_is_emptied_leaves_the_disk(self, outbox, drawer):
        outbox.write(CALL, "no")
        await outbox.flush()
        outbox.write(CALL, "")
        await outbox.flush()
        assert drawer.pieces == {}
        assert outbox.status(CALL) == Empty()

    async def test_it_is_there_at_the_next_start(self, make, outbox):
        outbox.write(CALL, "half a sen")
        await outbox.flush()
        later = make()
        await later.restore()
        assert later.draft(CALL) == "half a sen"
        assert isinstance(later.status(CALL), Kept)

    async def test_flush_now_needs_no_loop(self, outbox, drawer):
        outbox.write(CALL, "the last words")
        assert outbox.flush_now()
        assert kept_texts(drawer) == ["the last words"]
        assert isinstance(outbox.status(CALL), Kept)

    async def test_flush_now_comes_after_a_write_that_a_thread_is_late_with(self, make, tasks, until):
        class Slow:
            def __init__(self):
                self.pieces = {}
                self.begun = threading.Event()
                self.go = threading.Event()

            def load(self):
                return {}

            def keep(self, name, data):
                if not self.begun.is_set():
                    self.begun.set()
                    self.go.wait(60)
                self.pieces[name] = data

            def drop(self, name):
                self.pieces.pop(name, None)

        slow = Slow()
        outbox = make(drawer=slow)
        outbox.write(CALL, "old")
        flushing = tasks.start(outbox.flush(), "flush")
        await until(slow.begun.is_set)
        outbox.write(CALL, "new")
        threading.Timer(0.02, slow.go.set).start()
        assert outbox.flush_now()
        await flushing
        assert kept_texts(slow) == ["new"]

    async def test_flush_now_is_not_undone_by_a_thread_that_starts_late(self, make, tasks, drawer):
        busy = threading.Event()
        with ThreadPoolExecutor(1) as only_thread:
            asyncio.get_running_loop().set_default_executor(only_thread)
            only_thread.submit(busy.wait)
            outbox = make()
            outbox.write(CALL, "old")
            flushing = tasks.start(outbox.flush(), "flush")
            await asyncio.sleep(0)
            outbox.write(CALL, "new")
            assert outbox.flush_now()
            busy.set()
            await flushing
        assert kept_texts(drawer) == ["new"]

    async def test_a_full_disk_is_said_and_tried_again(self, outbox, drawer, until):
        drawer.full = True
        outbox.write(CALL, "text")
        await until(lambda: outbox.status(CALL) == Unsaved("[Errno 28] No space left on device"))
        assert not await outbox.flush()
        assert outbox.draft(CALL) == "text"
        drawer.full = False
        await until(lambda: isinstance(outbox.status(CALL), Kept))
        assert kept_texts(drawer) == ["text"]

    async def test_half_a_surrogate_pair_is_no_reason_to_lose_a_note(self, outbox, drawer):
        outbox.write(CALL, "\ud83d\ude00 and \ud83d alone")
        assert await outbox.flush()
        assert kept_texts(drawer) == ["\U0001f600 and � alone"]

    async def test_another_agent_or_another_centre_has_other_drafts(self, make, outbox, signed_in, sign_in):
        outbox.write(CALL, "Anna's")
        await outbox.flush()

        class Bos:
            account = "e1/8"

        theirs = make(api=Bos())
        await theirs.restore()
        assert theirs.draft(CALL) == ""
        theirs.write(CALL, "Bo's")
        await theirs.flush()
        again = make()
        await again.restore()
        assert again.draft(CALL) == "Anna's"

    async def test_between_two_sessions_it_is_still_the_agents_own(self, drawer, tasks, signed_in, clock):
        api = [signed_in]

        def provide():
            if not api:
                raise NotSignedIn
            return api[0]

        outbox = Outbox(drawer, tasks, provide, clock, pace=QUICK)
        outbox.write(CALL, "half")
        api.clear()
        outbox.write(CALL, "half, and more")
        assert outbox.draft(CALL) == "half, and more"
        await outbox.flush()
        assert kept_texts(drawer) == ["half, and more"]

    async def test_whoever_watches_hears_whose_status_changed(self, outbox, until):
        heard = []
        leave = outbox.watch(lambda subject: heard.append((subject, outbox.status(subject))))
        outbox.write(CALL, "text")
        await until(lambda: len(heard) == 2)
        assert heard[0] == (CALL, Unsaved())
        assert isinstance(heard[1][1], Kept)
        leave()
        outbox.write(CALL, "more")
        assert len(heard) == 2


class TestSending:
    async def test_a_letter_is_on_disk_before_it_is_posted_and_gone_after(self, outbox, drawer, centre, until):
        on_disk = []

        async def looks(request, line):
            on_disk.append((kept_texts(drawer, Letter, "letter."), kept_texts(drawer)))
            await centre.answer(request, line)

        centre.on(paths.RECORDS, looks)
        outbox.write(CALL, "Wants an offer")
        await outbox.flush()
        drawer.seconds = 0.05
        outbox.send(CALL, contact=ContactId(5), customer=CustomerId(9))
        assert outbox.draft(CALL) == ""
        assert outbox.status(CALL) == Sending()
        assert [letter.text for letter in outbox.waiting] == ["Wants an offer"]
        await until(lambda: outbox.status(CALL) == Empty())
        await until(lambda: not drawer.pieces)
        [record] = centre.records.values()
        assert (record.text, record.contact, record.customer) == ("Wants an offer", 5, 9)
        assert on_disk == [(["Wants an offer"], [])] or on_disk == [(["Wants an offer"], ["Wants an offer"])]
        assert outbox.waiting == ()

    async def test_there_is_no_moment_without_the_text_on_disk(self, outbox, drawer, until):
        outbox.write(CALL, "text")
        await outbox.flush()
        drawer.moves.clear()
        outbox.send(CALL)
        await until(lambda: not drawer.pieces)
        kinds = [(move, name.partition(".")[0]) for move, name in drawer.moves]
        assert kinds[0] == ("keep", "letter")
        assert sorted(kinds[1:]) == [("drop", "draft"), ("drop", "letter")]

    async def test_a_draft_stays_on_disk_until_its_letter_is(self, outbox, drawer, centre, until):
        outbox.write(CALL, "text")
        await outbox.flush()
        await centre.stop()
        outbox.write(CALL, "text, and more")
        drawer.full = True
        outbox.send(CALL)
        await until(lambda: outbox.status(CALL) == Waiting())
        outbox.write(CALL, "next")
        outbox.write(CALL, "")
        await outbox.flush()
        assert kept_texts(drawer) == ["text"]
        drawer.full = False
        await until(lambda: kept_texts(drawer, Letter, "letter.") == ["text, and more"] and not kept_texts(drawer))

    async def test_sent_at_once_after_the_last_key(self, outbox, drawer, centre, until):
        outbox.write(CALL, "quick")
        outbox.send(CALL)
        await until(lambda: texts(centre) == ["quick"] and not drawer.pieces)

    @pytest.mark.parametrize("text", ["", "   \n\t"])
    async def test_nothing_is_not_sent(self, outbox, centre, text):
        outbox.write(CALL, text)
        outbox.send(CALL)
        assert outbox.waiting == ()
        assert outbox.draft(CALL) == text

    async def test_two_sends_in_a_row_make_one_record(self, outbox, centre, until):
        outbox.write(CALL, "once")
        outbox.send(CALL)
        outbox.send(CALL)
        outbox.write(CALL, "once")
        outbox.send(CALL)
        assert len(outbox.waiting) == 1
        await until(lambda: not outbox.waiting)
        assert texts(centre) == ["once"]
        assert outbox.draft(CALL) == ""

    async def test_different_texts_arrive_in_the_order_of_sending(self, outbox, centre, until):
        await centre.stop()
        for text in ("first", "second", "third"):
            outbox.write(CALL, text)
            outbox.send(CALL)
        await until(lambda: outbox.status(CALL) == Waiting())
        await centre.start()
        await until(lambda: not outbox.waiting)
        assert texts(centre) == ["first", "second", "third"]

    async def test_the_connection_is_cut_after_the_server_committed(self, outbox, centre, until):
        cuts = []

        async def commits_then_dies(request, line):
            centre.store(request)
            cuts.append(request.headers["idempotency-key"])
            if len(cuts) == 5:
                centre.usual(paths.RECORDS)
            line.cut()

        centre.on(paths.RECORDS, commits_then_dies)
        outbox.write(CALL, "exactly once")
        outbox.send(CALL)
        await until(lambda: not outbox.waiting)
        assert len(centre.asked(paths.RECORDS)) == 6
        assert len({request.headers["idempotency-key"] for request in centre.asked(paths.RECORDS)}) == 1
        assert texts(centre) == ["exactly once"]

    async def test_through_an_outage_and_a_restart_of_this_program(self, make, centre, drawer, until):
        await centre.stop()
        before = TaskOwner()
        outbox = make(tasks=before)
        outbox.write(CALL, "patient")
        outbox.send(CALL)
        await until(lambda: outbox.status(CALL) == Waiting())
        [letter] = outbox.waiting
        await before.close()

        later = make()
        await later.restore()
        assert later.waiting == (letter,)
        assert later.draft(CALL) == ""
        await centre.start()
        await until(lambda: not later.waiting and not drawer.pieces)
        assert list(centre.records) == [letter.key]

    async def test_killed_between_the_commit_and_the_answer(self, make, centre, drawer, until):
        """What the next start posts again is known to the server by its key."""

        async def commits_and_hangs(request, line):
            centre.store(request)
            await line.gone.wait()

        centre.on(paths.RECORDS, commits_and_hangs)
        before = TaskOwner()
        outbox = make(tasks=before)
        outbox.write(CALL, "once")
        outbox.send(CALL)
        await until(lambda: centre.records)
        await before.close()
        centre.usual(paths.RECORDS)
        later = make()
        await later.restore()
        await until(lambda: not later.waiting and not drawer.pieces)
        assert texts(centre) == ["once"]

    async def test_killed_between_letter_and_draft(self, make, outbox, drawer, centre, until):
        """Both lie on disk with the same text: it is one note."""
        outbox.write(CALL, "once")
        await outbox.flush()
        draft = dict(drawer.pieces)
        await centre.stop()
        outbox.send(CALL)
        await until(lambda: [name.partition(".")[0] for name in drawer.pieces] == ["letter"])
        drawer.pieces.update(draft)
        later = make()
        await later.restore()
        assert later.draft(CALL) == ""
        assert len(later.waiting) == 1

    async def test_killed_between_a_letter_and_the_draft_of_its_first_words(self, make, outbox, drawer, centre, until):
        """The last words were sent before the draft was kept with them: its first half is no second note."""
        outbox.write(CALL, "Wants an")
        await outbox.flush()
        first_half = dict(drawer.pieces)
        await centre.stop()
        outbox.write(CALL, "Wants an offer")
        outbox.send(CALL)
        await until(lambda: [name.partition(".")[0] for name in drawer.pieces] == ["letter"])
        outbox.write(CALL, "And the next note")
        await outbox.flush()
        next_one = {name: data for name, data in drawer.pieces.items() if name not in first_half} | drawer.pieces
        drawer.pieces.update(first_half)
        later = make()
        await later.restore()
        assert later.draft(CALL) == ""
        assert [letter.text for letter in later.waiting] == ["Wants an offer"]
        drawer.pieces.update(next_one)
        latest = make()
        await latest.restore()
        assert latest.draft(CALL) == "And the next note"

    async def test_the_link_comes_back_and_it_goes_at_once(self, make, centre, until):
        outbox = make(pace=Pace(first=60, longest=60))
        await centre.stop()
        outbox.write(CALL, "text")
        outbox.send(CALL)
        await until(lambda: outbox.status(CALL) == Waiting())
        await centre.start()
        outbox.wake()
        await until(lambda: not outbox.waiting)

    @pytest.mark.parametrize("refusal", [NotSignedIn(), StorageUnavailable()])
    async def test_refusals_that_are_not_the_letters_fault_are_waited_out(self, outbox, centre, until, refusal):
        async def not_now(request, line):
            await line.refuse(refusal)

        centre.on(paths.RECORDS, not_now)
        outbox.write(CALL, "text")
        outbox.send(CALL)
        await until(lambda: outbox.status(CALL) == Waiting() and len(centre.asked(paths.RECORDS)) > 2)
        centre.usual(paths.RECORDS)
        await until(lambda: not outbox.waiting)
        assert texts(centre) == ["text"]

    async def test_a_letter_is_never_posted_in_another_agents_name(self, make, outbox, centre, signed_in, until):
        await centre.stop()
        outbox.write(CALL, "Anna's")
        outbox.send(CALL)
        await until(lambda: outbox.status(CALL) == Waiting())
        signed_in.account = "e1/8"
        await centre.start()
        outbox.wake()
        await asyncio.sleep(0.1)
        assert centre.records == {}
        assert outbox.waiting == ()
        signed_in.account = "e1/7"
        await until(lambda: texts(centre) == ["Anna's"])

    async def test_a_500_for_one_letter_holds_no_other_subject_up(self, outbox, centre, until):
        async def chokes(request, line):
            if b"poison" in request.body:
                await line.answer(500, b"")
            else:
                await centre.answer(request, line)

        centre.on(paths.RECORDS, chokes)
        outbox.write(CALL, "poison")
        outbox.send(CALL)
        outbox.write(KAREL, "fine")
        outbox.send(KAREL)
        await until(lambda: texts(centre) == ["fine"])
        assert outbox.status(CALL) in (Sending(), Waiting())

    async def test_a_full_disk_holds_no_letter_back(self, outbox, drawer, centre, until):
        drawer.full = True
        outbox.write(CALL, "text")
        outbox.send(CALL)
        await until(lambda: texts(centre) == ["text"])
        drawer.full = False
        await until(lambda: not outbox.waiting and outbox.status(CALL) == Empty())
        await outbox.flush()
        assert drawer.pieces == {}


class TestRefusals:
    @pytest.fixture
    def forbids(self, centre):
        async def no(request, line):
            await line.refuse(Forbidden())

        centre.on(paths.RECORDS, no)

    async def test_the_text_is_back_for_editing_with_the_reason(self, forbids, make, outbox, drawer, until):
        outbox.write(CALL, "text")
        outbox.send(CALL)
        await until(lambda: isinstance(outbox.status(CALL), Refused))
        assert isinstance(outbox.status(CALL).refusal, Forbidden)
        assert outbox.draft(CALL) == "text"
        assert outbox.waiting == ()
        await until(lambda: [name.partition(".")[0] for name in drawer.pieces] == ["draft"])
        later = make()
        await later.restore()
        assert later.draft(CALL) == "text"
        assert isinstance(later.status(CALL).refusal, Forbidden)
        later.write(CALL, "better text")
        assert later.status(CALL) == Unsaved()

    async def test_a_refused_letter_stays_on_disk_until_its_text_is_a_draft_there(
        self, centre, make, outbox, drawer, until
    ):
        async def fills_the_disk(request, line):
            drawer.full = True
            await line.refuse(Forbidden())

        centre.on(paths.RECORDS, fills_the_disk)
        outbox.write(CALL, "text")
        outbox.send(CALL)
        await until(lambda: isinstance(outbox.status(CALL), Refused))
        outbox.write(CALL, "text, corrected")
        assert not await outbox.flush()
        assert kept_texts(drawer, Letter, "letter.") == ["text"]
        drawer.full = False
        await until(lambda: kept_texts(drawer) == ["text, corrected"] and not kept_texts(drawer, Letter, "letter."))

    async def test_a_disk_that_is_late_with_an_older_change_is_no_proof_of_the_text(
        self, forbids, outbox, drawer, until
    ):
        """The refusal arrives while the draft's file is still being dropped for the letter's sake."""
        late, dropping = threading.Event(), threading.Event()
        drop = drawer.drop

        def drops_late(name):
            if name.startswith("draft."):
                dropping.set()
                late.wait(60)
                drawer.full = True
            drop(name)

        drawer.drop = drops_late
        outbox.write(CALL, "text")
        outbox.send(CALL)
        await until(lambda: isinstance(outbox.status(CALL), Refused) and dropping.is_set())
        late.set()
        assert not await outbox.flush()
        assert kept_texts(drawer, Letter, "letter.") == ["text"]
        drawer.full = False
        await until(lambda: kept_texts(drawer) == ["text"] and not kept_texts(drawer, Letter, "letter."))

    async def test_what_was_typed_meanwhile_is_kept_too(self, forbids, outbox, until):
        outbox.write(CALL, "first")
        outbox.send(CALL)
        outbox.write(CALL, "second")
        await until(lambda: isinstance(outbox.status(CALL), Refused))
        assert outbox.draft(CALL) == "first\n\nsecond"

    async def test_what_follows_is_posted_all_the_same(self, outbox, centre, until):
        async def not_the_first(request, line):
            if b"first" in request.body:
                await line.refuse(NotFound())
            else:
                await centre.answer(request, line)

        centre.on(paths.RECORDS, not_the_first)
        for text in ("first", "second"):
            outbox.write(CALL, text)
            outbox.send(CALL)
        await until(lambda: texts(centre) == ["second"])
        await until(lambda: outbox.draft(CALL) == "first")

    async def test_edited_after_a_refusal_it_is_a_new_letter(self, forbids, outbox, centre, drawer, until):
        outbox.write(CALL, "text")
        outbox.send(CALL)
        await until(lambda: isinstance(outbox.status(CALL), Refused))
        centre.usual(paths.RECORDS)
        outbox.write(CALL, "better")
        outbox.send(CALL)
        await until(lambda: texts(centre) == ["better"] and not drawer.pieces)

    async def test_a_text_that_is_too_long_is_refused_at_once_and_kept(self, outbox, centre, drawer):
        outbox.write(CALL, "ä" * NOTE_LIMIT)
        outbox.send(CALL)
        assert len(outbox.waiting) == 1
        outbox.write(KAREL, "x" * (NOTE_LIMIT + 1))
        outbox.send(KAREL)
        refused = outbox.status(KAREL)
        assert isinstance(refused.refusal, TooLarge)
        assert refused.refusal.params == {"limit": "100000", "characters": "100001"}
        await outbox.flush()
        assert "x" * (NOTE_LIMIT + 1) in kept_texts(drawer)
        assert len(outbox.waiting) <= 1


class TestUnsent:
    """The list of what was written and not sent, and of what was sent and has not arrived."""

    JANA = About(customer=CustomerId(9), name="Jana Nováková", number="+420724118305")

    async def test_drafts_of_several_customers_with_whom_they_are_about(self, outbox):
        outbox.name(CALL, self.JANA)
        outbox.write(CALL, "of the call")
        outbox.write(KAREL, "of the customer")
        outbox.write(RecordSubject(RecordId(3)), "a correction")
        found = outbox.unsent()
        assert [(one.subject, one.text) for one in found] == [
            (CALL, "of the call"),
            (KAREL, "of the customer"),
            (RecordSubject(RecordId(3)), "a correction"),
        ]
        assert found[0].about == self.JANA
        assert found[0].since <= found[1].since <= found[2].since
        outbox.write(CALL, "of the call, and more")
        assert outbox.unsent()[0].since == found[0].since, "since it was begun"
        outbox.write(CALL, "  ")
        assert [one.subject for one in outbox.unsent()] == [KAREL, RecordSubject(RecordId(3))]

    async def test_all_of_it_is_there_at_the_next_start(self, make, outbox):
        outbox.name(CALL, self.JANA)
        outbox.write(CALL, "half a sen")
        outbox.write(RecordSubject(RecordId(3)), "a correction")
        await outbox.flush()
        later = make()
        await later.restore()
        assert [(one.key, one.text, one.since, one.about) for one in later.unsent()] == [
            (one.key, one.text, one.since, one.about) for one in outbox.unsent()
        ]

    async def test_a_draft_of_an_older_program_is_read(self, make, drawer):
        drawer.pieces["draft.0123.contact.5"] = (
            b'{"place":{"account":"e1/7","subject":{"type":"contact","id":5}},"text":"old","at":"2026-03-02T09:00:00Z"}'
        )
        outbox = make()
        await outbox.restore()
        [one] = outbox.unsent()
        assert (one.text, one.about, one.since.isoformat()) == ("old", About(), "2026-03-02T09:00:00+00:00")

    async def test_whom_it_is_about_goes_to_disk_when_it_is_known(self, make, outbox):
        outbox.write(CALL, "text")
        await outbox.flush()
        outbox.name(CALL, self.JANA)
        await outbox.flush()
        later = make()
        await later.restore()
        assert later.about(CALL) == self.JANA

    async def test_another_agents_are_not_among_them(self, make, outbox):
        outbox.write(CALL, "Anna's")
        await outbox.flush()

        class Bos:
            account = "e1/8"

        theirs = make(api=Bos())
        await theirs.restore()
        assert theirs.unsent() == ()

    async def test_a_discarded_draft_leaves_the_disk_and_comes_back(self, outbox, drawer, until):
        outbox.name(CALL, self.JANA)
        outbox.write(CALL, "precious")
        await outbox.flush()
        [one] = outbox.unsent()
        outbox.write(CALL, "precious words")
        undo = outbox.discard(one)
        assert (outbox.draft(CALL), outbox.unsent()) == ("", ())
        await outbox.flush()
        assert drawer.pieces == {}
        outbox.write(CALL, "typed since")
        undo()
        assert outbox.draft(CALL) == "precious words\n\ntyped since"
        [back] = outbox.unsent()
        assert (back.since, back.about) == (one.since, self.JANA)
        assert await outbox.flush()
        assert kept_texts(drawer) == [outbox.draft(CALL)]

    async def test_a_discarded_letter_is_posted_no_more(self, outbox, centre, drawer, until):
        await centre.stop()
        outbox.name(KAREL, self.JANA)
        outbox.write(KAREL, "not after all")
        outbox.send(KAREL, customer=CustomerId(9))
        await until(lambda: outbox.status(KAREL) == Waiting())
        [one] = outbox.unsent()
        assert (one.text, one.status, one.about) == ("not after all", Waiting(), self.JANA)
        outbox.discard(one)
        assert (outbox.unsent(), outbox.waiting, outbox.status(KAREL)) == ((), (), Empty())
        await outbox.flush()
        assert drawer.pieces == {}
        outbox.write(KAREL, "this one")
        outbox.send(KAREL, customer=CustomerId(9))
        await centre.start()
        await until(lambda: texts(centre) == ["this one"] and not outbox.waiting)

    async def test_a_letter_that_comes_back_is_one_record_even_if_the_server_had_it(
        self, outbox, centre, drawer, until
    ):
        async def commits_and_dies(request, line):
            centre.store(request)
            line.cut()

        centre.on(paths.RECORDS, commits_and_dies)
        outbox.write(CALL, "once")
        outbox.send(CALL)
        await until(lambda: outbox.status(CALL) == Waiting())
        [one] = outbox.unsent()
        undo = outbox.discard(one)
        undo()
        assert [letter.key for letter in outbox.waiting] == [one.letter.key]
        await outbox.flush()
        assert kept_texts(drawer, Letter, "letter.") == ["once"]
        centre.usual(paths.RECORDS)
        await until(lambda: not outbox.waiting and not drawer.pieces)
        assert texts(centre) == ["once"]

    async def test_discarded_before_it_was_on_disk_it_holds_nothing_up(self, outbox, drawer, centre, until):
        drawer.full = True
        outbox.write(CALL, "first")
        outbox.send(CALL)
        outbox.discard(outbox.unsent()[0])
        drawer.full = False
        outbox.write(CALL, "second")
        outbox.send(CALL)
        await until(lambda: texts(centre) == ["second"] and not drawer.pieces)

    async def test_refused_it_is_a_draft_again_with_all_that_was_known(self, outbox, centre, until):
        async def no(request, line):
            await line.refuse(Forbidden())

        centre.on(paths.RECORDS, no)
        outbox.name(CALL, self.JANA)
        outbox.write(CALL, "text")
        outbox.send(CALL)
        sent = outbox.unsent()[0].since
        await until(lambda: isinstance(outbox.status(CALL), Refused))
        [one] = outbox.unsent()
        assert (one.letter, one.since, one.about) == (None, sent, self.JANA)
        assert isinstance(one.status, Refused)


class TestSessionsOfOneAccount:
    """Two programs of one account on one terminal server (A4), over the folder that they share."""

    @pytest.fixture
    def folders(self, tmp_path):
        made = []

        def another():
            made.append(OwnFolder(tmp_path / "drafts"))
            return made[-1]

        yield another
        for folder in made:
            folder.close()

    async def test_neither_posts_nor_shows_what_the_other_holds(self, make, folders, centre, until):
        first, second = make(folders()), make(folders())

        async def not_now(request, line):
            await line.refuse(StorageUnavailable())

        centre.on(paths.RECORDS, not_now)
        first.write(CALL, "the first one's draft")
        first.write(KAREL, "the first one's letter")
        first.send(KAREL, customer=KAREL.id)
        await first.flush()
        await second.restore()
        assert (second.draft(CALL), second.waiting, second.unsent()) == ("", (), ())

    async def test_what_a_dead_one_left_is_taken_over_once_beside_what_was_typed_here(
        self, make, folders, centre, until, tmp_path
    ):
        theirs = folders()
        first, mine = make(theirs), folders()
        second = make(mine)
        await second.restore()
        second.write(CALL, "typed here")
        first.write(CALL, "typed there")
        await first.flush()
        await second.flush()
        theirs.close()
        await second.restore()
        assert second.draft(CALL) == "typed there\n\ntyped here"
        await second.flush()
        await until(lambda: len(list((tmp_path / "drafts").rglob("*.kept"))) == 1)
        await second.restore()
        assert second.draft(CALL) == "typed there\n\ntyped here"
        mine.close()
        third = make(folders())
        await third.restore()
        assert third.draft(CALL) == "typed there\n\ntyped here"
        third.send(CALL, contact=CALL.id)
        await until(lambda: texts(centre) == ["typed there\n\ntyped here"])


class TestDamage:
    @pytest.mark.parametrize("data", [b"", b"\x00\xff", b'{"place": ', b'{"text": 3}', b"[]"])
    @pytest.mark.parametrize("name", ["draft.0123.contact.5", "letter.abc"])
    async def test_what_cannot_be_read_is_set_aside(self, make, outbox, drawer, until, name, data, caplog):
        outbox.write(KAREL, "sound")
        await outbox.flush()
        drawer.pieces[name] = data
        later = make()
        await later.restore()
        assert later.draft(KAREL) == "sound"
        await until(lambda: name not in drawer.pieces)
        [aside] = [piece for piece in drawer.pieces if piece.startswith("spoilt.")]
        assert aside.endswith(name)
        assert drawer.pieces[aside] == data
        assert name in caplog.text
        again = make()
        await again.restore()
        assert drawer.pieces[aside] == data

    async def test_files_of_others_are_left_alone(self, make, drawer):
        drawer.pieces["something.else"] = b"?"
        await make().restore()
        assert drawer.pieces == {"something.else": b"?"}

    async def test_a_drawer_that_cannot_be_opened_is_reported_and_not_fatal(self, make, drawer, complaints):
        def broken():
            raise PermissionError(13, "Permission denied")

        drawer.load = broken
        outbox = make()
        await outbox.restore()
        assert len(complaints) == 1
        outbox.write(CALL, "text")
        assert await outbox.flush()


class TestKilled:
    @pytest.fixture
    def kill(self, tmp_path, typing_child):
        """Runs a client that types, kills it the moment it has said that the text is kept, and returns its folder's drawer."""

        async def kill(*words):
            child = await asyncio.create_subprocess_exec(
                sys.executable, str(typing_child), str(tmp_path), *words, stdout=subprocess.PIPE
            )
            assert await child.stdout.readline() == b"kept\n"
            child.send_signal(signal.SIGKILL)
            assert await child.wait() != 0

            class Folder:
                def load(self):
                    return {file.name: file.read_bytes() for file in tmp_path.iterdir()}

                def keep(self, name, data):
                    (tmp_path / name).write_bytes(data)

                def drop(self, name):
                    (tmp_path / name).unlink(missing_ok=True)

            return Folder()

        return kill

    async def test_the_text_is_there_at_the_next_start(self, kill, make):
        outbox = make(drawer=await kill())
        await outbox.restore()
        assert outbox.draft(CALL) == "The customer wants an offer."

    async def test_a_letter_is_posted_at_the_next_start(self, kill, make, centre, tmp_path, until):
        outbox = make(drawer=await kill("send"))
        await outbox.restore()
        assert outbox.draft(CALL) == ""
        await until(lambda: texts(centre) == ["The customer wants an offer."])
        await until(lambda: not outbox.waiting)
        await outbox.flush()
        assert list(tmp_path.iterdir()) == []
