"""Subtitles: cues from word times, written as SRT and WebVTT."""
