"""What answers prove."""

from hypothesis import given
from hypothesis import strategies as st

from printer.proof import InOrderProof, ProcessIdProof
from printer.status import InOrder, Noise, ProcessId

PLENTY = InOrder(0x00)


def test_a_pair_and_nothing_else_is_done() -> None:
    proof = InOrderProof(0)
    assert proof.question() == b"\x1dr\x01\x1dr\x01"
    assert not proof.is_done
    proof.hear(PLENTY)
    assert not proof.is_done
    proof.hear(PLENTY)
    assert proof.is_done
    proof.hear(PLENTY)
    assert not proof.is_done


def test_noise_is_never_done() -> None:
    for noise in (Noise(0xFF), InOrder(0x0C), InOrder(0x41)):
        proof = InOrderProof(0)
        proof.question()
        for token in (noise, PLENTY, PLENTY):
            proof.hear(token)
        assert proof.has_noise
        assert not proof.is_done


def test_answers_owed_from_before_do_not_pass_for_new_ones() -> None:
    proof = InOrderProof(2)
    proof.question()
    proof.hear(PLENTY)
    proof.hear(PLENTY)
    assert not proof.is_done
    assert proof.owed == 2


def test_a_fence_alone_is_answered_when_the_slip_was_lost() -> None:
    proof = InOrderProof(0)
    proof.question()
    proof.fence()
    proof.hear(PLENTY)
    proof.hear(PLENTY)
    assert (proof.is_done, proof.is_fence_heard, proof.owed) == (False, True, 0)


def test_only_its_own_process_id_counts() -> None:
    proof = ProcessIdProof(b"0007", b"0008")
    assert proof.question().endswith(b"000007")
    proof.hear(ProcessId(b"0006"))
    assert not proof.is_done
    proof.hear(ProcessId(b"0008"))
    assert (proof.is_done, proof.is_fence_heard) == (False, True)
    proof.hear(ProcessId(b"0007"))
    assert proof.is_done


@given(st.integers(0, 8), st.integers(0, 12))
def test_lost_or_done_never_mixed_up(owed: int, answered: int) -> None:
    """A printer answers the newest `answered` of all questions: the older ones are lost."""
    proof = InOrderProof(owed)
    proof.question()
    proof.fence()
    asked = owed + 4
    for _ in range(min(answered, asked)):
        proof.hear(PLENTY)
    assert not proof.is_done or answered >= 4
