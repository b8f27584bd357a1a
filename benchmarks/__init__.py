"""Measures: updates per second beside plain echo bots, and the time of /summary in a large province."""
