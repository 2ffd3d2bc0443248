"""What a list of a laboratory has at no time, which is left out."""


def without_time(count: int, *, one: str, many: str) -> list[str]:
    """Say how many of a list have no time.

    Parameters
    ----------
    count : int
        Of 0 nothing is said.
    one, many : str
        What the list has: rows, lines or events.
    """
    if not count:
        return []
    if count == 1:
        return [f"1 {one} has no time and was left out"]
    return [f"{count} {many} have no time and were left out"]
