"""What units owe by a day: reminders, answers to them, the Office's decisions, overviews."""
