"""What the Office does with a confirmed report: four steps, questions, publishing, and who takes it up."""
