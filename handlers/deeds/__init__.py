"""Good deeds: told, sent, checked by the school, returned, corrected, withdrawn."""
