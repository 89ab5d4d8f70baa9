"""Writes narrated scripts from a topic, by grammar and a shipped knowledge base."""
