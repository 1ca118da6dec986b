"""A list of customers as a file, however long it is: page by page, so that it never stands in memory (F1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from enum import StrEnum
from functools import partial

from msgspec import Struct

from agent_client.backend.domain.caller import Caller
from agent_client.backend.domain.customer_files import CSV_BEGIN, as_csv, as_vcards
from agent_client.backend.domain.customer_import import project_key
from agent_client.backend.persistence import customer_lists, projects
from agent_client.backend.ports.units import Tx, Units
from agent_client.protocol.names import AgentId, CustomerId, CustomerList, ProjectId

from .customers import owner_in

PAGE = 1_000


class Format(StrEnum):
    CSV = "csv"
    VCARD = "vcard"


MEDIA = {Format.CSV: "text/csv", Format.VCARD: "text/vcard"}
ENDINGS = {Format.CSV: "csv", Format.VCARD: "vcf"}


class Begun(Struct, frozen=True):
    owner: AgentId | None
    projects: Mapping[ProjectId, str]
    """As an import finds them again: by name, or by number where another has the same name."""


def begin(tx: Tx, who: Caller, which: CustomerList) -> Begun:
    """Raises `Invalid`."""
    every = projects.every(tx.conn)
    names = Counter(project_key(one.name) for one in every)
    called = {one.id: one.name if names[project_key(one.name)] == 1 else one.dnis for one in every}
    return Begun(owner_in(who, which), called)


async def exported(units: Units, begun: Begun, form: Format) -> AsyncIterator[bytes]:
    """In the order in which they were made: whoever is renamed meanwhile stands there once all the same."""
    if form is Format.CSV:
        yield CSV_BEGIN.encode()
    after: CustomerId | None = CustomerId(0)
    while after is not None:
        written, after = await units.read(partial(_page, begun=begun, form=form, after=after))
        if written:
            yield written


def _page(tx: Tx, begun: Begun, form: Format, after: CustomerId) -> tuple[bytes, CustomerId | None]:
    customers = customer_lists.as_made(tx.conn, begun.owner, after, PAGE)
    text = (as_csv if form is Format.CSV else as_vcards)(customers, begun.projects)
    return text.encode(), customers[-1].id if len(customers) == PAGE else None
