"""Mentions of events: who did what to whom, whether it happened, who says so, and when."""
