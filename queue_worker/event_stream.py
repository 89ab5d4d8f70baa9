"""How job events are written in Redis: names of the streams, form of an entry, order of ids."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import cast

from domain.jobs import JobStatus
from domain.ports import EventType, JobEvent

EVENTS = "kinora:events"
"""The stream of all jobs' events, which each process reads once for all its watchers."""

EVENTS_KEPT = 10_000
JOB_EVENTS_KEPT = 500
"""A reloaded page needs the latest progress and all states; 500 entries are some minutes of progress."""

JOB_EVENTS_LIFETIME = 24 * 3600
ENDED_LIFETIME = 3600
"""Seconds; once a job has ended its last state is all that matters, and that is in the database."""

PREVIEW_LIFETIME = 600

PUBLISH = """
local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'u', ARGV[5], 't', ARGV[6], 'd', ARGV[7])
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[3], '*', 'i', id, 'j', ARGV[4], 'u', ARGV[5], 't', ARGV[6],
           'd', ARGV[7])
return id
"""
"""Writes an event to its job's stream and to the stream of all, in one step: both have it, in the same order."""

_ID = re.compile(r"(\d{1,19})-(\d{1,19})")


def job_stream(job_id: str) -> str:
    return f"kinora:job:{job_id}"


def preview_key(job_id: str) -> str:
    return f"kinora:preview:{job_id}"


def lifetime(event: JobEvent) -> int:
    """How many seconds the job's stream is kept after this event."""
    ended = event.type == "state" and JobStatus(event.data["status"]).terminal
    return ENDED_LIFETIME if ended else JOB_EVENTS_LIFETIME


def place(event_id: str | None) -> tuple[int, int]:
    """Where an id stands in the order of its stream; text is no order: "10-2" comes before "9-1".

    What is no id, such as None or something a client made up, stands before all events.
    """
    parts = _ID.fullmatch(event_id or "")
    return (int(parts[1]), int(parts[2])) if parts else (0, 0)


def event_of(fields: Mapping[bytes, bytes], job_id: str, event_id: str) -> JobEvent | None:
    """The event of a stream's entry; None for an entry in another form, written by another version or by hand."""
    try:
        kind = cast(EventType, fields[b"t"].decode())
        return JobEvent(job_id, fields[b"u"].decode(), kind, json.loads(fields[b"d"]), event_id)
    except (KeyError, ValueError):
        return None
