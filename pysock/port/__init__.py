"""C homework into Python, by machine: ``pysock port`` and ``pysock run``, the extra `port`."""
