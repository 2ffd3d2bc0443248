"""What was found in a night, in the files of its folder."""
