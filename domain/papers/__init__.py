"""What the Office's papers hold, as plain values: figures that were frozen, drafts, tables."""
