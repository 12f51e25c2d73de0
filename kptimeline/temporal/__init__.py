"""Time in text: finding its expressions, what they mean, and what days that is. Needs no language model."""
