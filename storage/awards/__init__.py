"""Nominations, sessions of the council with their votes, public notices and decisions."""
