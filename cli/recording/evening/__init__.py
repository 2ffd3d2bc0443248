"""What is looked at before a night, while it can still be mended."""
