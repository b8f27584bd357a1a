"""What the Office takes away: exports, frozen figures, documents in proper form."""
