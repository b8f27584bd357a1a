"""What the Office takes away or brings in: spreadsheets, documents, pictures."""
