"""The local page: nights in a browser, on this computer alone."""
