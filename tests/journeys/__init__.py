"""Journeys in a real browser: few, whole, by real clicks and keys."""
