"""Nights of many people, planned in one table and scored together."""
