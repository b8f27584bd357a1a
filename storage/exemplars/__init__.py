"""Exemplars: their steps and notes, what they are like, where they were published and who took them up."""
