"""Nominations, what they rest on, and the way they have come."""
