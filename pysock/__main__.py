"""``python -m pysock`` is the command `pysock`."""

from pysock.port.commands import main

if __name__ == "__main__":
    raise SystemExit(main())
