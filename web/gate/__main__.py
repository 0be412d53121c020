"""`python -m web.gate`: the server process."""

import gc


def main() -> None:
    """Import, then serve until SIGTERM."""
    gc.disable()  # nothing that is imported is garbage: looking through it again and again was a sixth of the importing
    from web.gate.server import serve  # which takes the collector over

    serve()


if __name__ == "__main__":
    main()
