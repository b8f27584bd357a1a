"""What follows the council's word: open to comments, objections, what went up, what was decided (I.2-2)."""
