"""Frozen figures, documents, and who exported what."""
