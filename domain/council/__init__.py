"""How the council decides: who votes, when it may, what a count says (DOMAIN §4)."""
