"""The council in session: called, who is there, votes, counts and minutes (F9)."""
