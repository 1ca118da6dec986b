"""The commands on customers: found, saved, locked, listed, merged, imported, exported."""

from __future__ import annotations

from collections.abc import AsyncIterator

from agent_client.protocol import paths
from agent_client.protocol.customers import (
    Customer,
    CustomerFields,
    CustomersPage,
    Duplicates,
    FoundCustomers,
    ImportedRows,
    ImportRows,
    Merge,
    Merged,
)
from agent_client.protocol.names import CustomerId, CustomerList, MergeId

from .wire import Wire


class Customers(Wire):
    async def find_customers(self, text: str) -> FoundCustomers:
        return await self.ask(paths.CUSTOMERS, FoundCustomers, text=text)

    async def save_customer(
        self, customer: CustomerId | None, fields: CustomerFields, key: str | None = None
    ) -> Customer:
        """``customer`` None makes a new one."""
        if customer is None:
            return await self.command("POST", paths.CUSTOMERS, Customer, fields, key)
        return await self.command("PUT", paths.CUSTOMER.format(customer=customer), Customer, fields, key)


class CustomerLocks(Wire):
    async def lock_customer(self, customer: CustomerId, key: str | None = None) -> Customer:
        """The card is the agent's own to edit; the answer is what it says now."""
        return await self.command("POST", paths.CUSTOMER_LOCK.format(customer=customer), Customer, None, key)

    async def release_customer(self, customer: CustomerId) -> None:
        """One that the agent does not hold any more is no error."""
        await self.order("DELETE", paths.CUSTOMER_LOCK.format(customer=customer))


class CustomerLists(Wire):
    async def customers(
        self, which: CustomerList, text: str = "", after: str | None = None, limit: int = 100
    ) -> CustomersPage:
        """A page of a list, of those whom ``text`` means. The first one says how many there are in all."""
        wanted = {"list": which.value, "text": text, "after": after or ""}
        said = {name: value for name, value in wanted.items() if value}
        return await self.ask(paths.CUSTOMER_LIST, CustomersPage, limit=limit, **said)

    async def duplicates(self, which: CustomerList) -> Duplicates:
        return await self.ask(paths.CUSTOMER_DUPLICATES, Duplicates, list=which.value)

    async def merge_customers(self, into: CustomerId, wish: Merge, key: str | None = None) -> Merged:
        return await self.command("POST", paths.CUSTOMER_MERGE.format(customer=into), Merged, wish, key)

    async def undo_merge(self, merge: MergeId, key: str | None = None) -> Customer:
        return await self.command("POST", paths.MERGE_UNDO.format(merge=merge), Customer, None, key)

    async def import_customers(self, rows: ImportRows, key: str | None = None) -> ImportedRows:
        return await self.command("POST", paths.CUSTOMER_IMPORT, ImportedRows, rows, key)

    def export_customers(self, which: CustomerList, form: str) -> AsyncIterator[bytes]:
        """The file, as it comes; ``form`` is ``csv`` or ``vcard``."""
        return self.download(paths.CUSTOMER_EXPORT, list=which.value, format=form)
