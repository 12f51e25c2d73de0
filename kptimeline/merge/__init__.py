"""Mentions of many articles to events: pure functions over facts of mentions, no database."""
