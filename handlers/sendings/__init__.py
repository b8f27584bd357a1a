"""Sending to many: announcements and chasing, their audience, confirmation, progress and ledger."""
