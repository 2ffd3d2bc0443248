"""The night as one self-contained HTML file, made from the night folder alone."""
