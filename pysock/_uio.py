"""Placeholder."""

__all__: list[str] = []


def vectors(iov: object, count: int, call: str, write: bool) -> object:
    """Stand in until the stem is there."""
    raise NotImplementedError
