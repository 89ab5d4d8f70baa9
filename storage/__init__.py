"""Keeps things: the database, the credit ledger, the object stores and the secrets."""
