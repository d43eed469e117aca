"""Slips that can be counted on paper, and the judge who counts them."""

from collections.abc import Iterable, Sequence

from printer.job import Job

Said = tuple[str, str, str]


def slip(number: int, made_at: float, rows: int = 14) -> Job:
    """Text that begins with <007 and ends with 007>."""
    lines = [f"<{number:03d}", *("x" * 40 for _ in range(rows)), f"{number:03d}>"]
    data = "\n".join(lines).encode("ascii") + b"\n\x1dVB\x00"
    return Job(f"ticket:{number}", data, 80, made_at)


def ends(said: Iterable[Said]) -> dict[str, str]:
    """The last state of each job."""
    return {id: state for id, state, _ in said}


def judge(numbers: Sequence[int], said: Sequence[Said], texts: Sequence[str]) -> None:
    """Printed is once on paper, failed is not at all, unknown at most once; and all have ended."""
    last = ends(said)
    for number in numbers:
        begun = sum(text.count(f"<{number:03d}") for text in texts)
        whole = sum(text.count(f"{number:03d}>") for text in texts)
        state = last.get(f"ticket:{number}", "nothing")
        assert state in ("printed", "failed", "unknown"), f"{number} is lost: {said}"
        assert begun <= 1 and whole <= 1, f"{number} is doubled: {said}"
        if state == "printed":
            assert begun == whole == 1, f"{number} is not on paper: {said}"
        if state == "failed":
            assert begun == whole == 0, f"{number} is on paper: {said}"
        states = [each[1] for each in said if each[0] == f"ticket:{number}"]
        assert states in ALLOWED, f"{number}: {states}"


ALLOWED = (
    ["failed"],
    ["printing", "failed"],
    ["printing", "printed"],
    ["printing", "unknown"],
    ["printing", "unknown", "printed"],
)
