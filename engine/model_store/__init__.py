"""Gets weights from a model hub into the models folder, and looks after what lies there.

The client library of the public hub was not taken: it is not in the base set, checks the length of a file but not its
hash, knows no limit on what a repository may hold, and downloads into a cache beside the folder that is wanted.
httpx, which the studio has anyway, and the few rules below are enough.
"""
