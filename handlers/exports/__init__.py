"""Files that the Office takes away: asked for in chat, made row by row, written down in a log."""
