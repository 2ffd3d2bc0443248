"""The ``limbwatch`` command, also as ``python -m limbwatch``."""

import signal


def main() -> None:
    """Run the command line."""
    # while modules are imported nothing is begun: Ctrl-C just ends the process, without a traceback
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from limbwatch.cli.app import main as command  # noqa: PLC0415

    command()


if __name__ == "__main__":
    main()
