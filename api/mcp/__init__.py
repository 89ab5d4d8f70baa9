"""The studio as tools of the Model Context Protocol, for assistants that work with an account's API key.

Never imported by workers: it brings the protocol's library, of which they have no use.
"""
