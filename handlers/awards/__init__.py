"""Nominations, sessions of the council, public notices and decisions."""
