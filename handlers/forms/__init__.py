"""Any form: walked through, corrected, put off, taken up again, with the files that come with it."""
