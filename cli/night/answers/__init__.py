"""What the wearer tells of a day, a night and themselves."""
