"""Kept figures of every branch, and how they are counted anew."""
