"""Customers in files: CSV of any kind and vCards, read as a stream into rows to be imported. Pure: no network, no windows."""
