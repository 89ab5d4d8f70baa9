"""English abbreviations and what they stand for."""

ABBREVIATIONS = {
    "mr": "mister", "mrs": "missus", "ms": "mizz", "dr": "doctor", "prof": "professor", "st": "saint", "jr": "junior",
    "sr": "senior", "vs": "versus", "etc": "et cetera", "e.g": "for example", "i.e": "that is",
    "approx": "approximately",
    "fig": "figure", "vol": "volume", "dept": "department", "est": "established", "gen": "general", "capt": "captain",
    "lt": "lieutenant", "col": "colonel", "sgt": "sergeant", "rev": "reverend", "hon": "honourable", "mt": "mount",
    "ave": "avenue", "blvd": "boulevard", "inc": "incorporated", "ltd": "limited", "corp": "corporation",
    "jan": "January", "feb": "February", "mar": "March", "apr": "April", "jun": "June", "jul": "July",
    "aug": "August", "sept": "September", "sep": "September", "oct": "October", "nov": "November", "dec": "December",
}  # fmt: skip
BARE = frozenset("mr mrs ms dr prof vs etc approx dept blvd ltd sgt".split())
"""Abbreviations that are none other than that without a point, too."""
