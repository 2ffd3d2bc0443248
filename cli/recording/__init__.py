"""From the first scan to the last byte."""
