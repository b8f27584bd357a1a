"""The verbs of the command thidua, one file each."""
