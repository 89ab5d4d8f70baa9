"""Moves things: delivers jobs by RQ, runs them in resident workers, streams their progress, recovers what was lost."""
