"""The ``limbwatch`` command, also run by ``python -m limbwatch``."""

import signal


def main() -> None:
    """Run the command line."""
    # during imports there is nothing to clean up: Ctrl-C ends the process without a traceback
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from limbwatch.cli.app import main as command  # noqa: PLC0415

    command()


if __name__ == "__main__":
    main()
