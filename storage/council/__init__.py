"""Sessions of the council with their cases and secret votes."""
