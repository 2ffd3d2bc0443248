"""``python -m limbwatch``."""

from limbwatch.cli.app import main

main()
