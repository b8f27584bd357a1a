"""Nominations on their way from the unit past the relay to the Office (IV.2; F8)."""
