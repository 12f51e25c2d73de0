"""Records to text, one module a format; nothing here prints, opens a file or asks for the day."""
