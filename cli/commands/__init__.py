"""One command a file: options in, one call, nothing else."""
