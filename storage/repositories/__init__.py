"""The repositories of `domain.ports`, one file each, over a connection whose transaction is not theirs to end.

They read columns, never objects that a session caches: what a statement changed, the next one sees.
"""
