"""The head of an article, and the day that its relative time expressions hang from."""
