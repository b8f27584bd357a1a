"""The rules of the campaign, pure: no input, no output, no clock."""
