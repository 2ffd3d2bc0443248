"""Nights driven by motor units: bursts of activation, twitches, random impulse responses."""
