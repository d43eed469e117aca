from printer.logo import define, show
from printer.profiles import PROFILES
from printer.render import render
from printer.shelf import Shelf
from printer.slip import Line, Logo, Slip

T20 = PROFILES["TM-T20II"]
LOGO = Logo(1, 8, bytes(range(8)))
SLIP = Slip((LOGO, Line("A042")))
JOB = f"logo:{LOGO.key}"


def test_a_logo_is_sent_once_and_shown_by_key_when_it_is_there() -> None:
    shelf = Shelf(T20)
    assert [(id, job.data) for id, job in shelf.jobs_for(SLIP)] == [(JOB, define(LOGO))]
    assert shelf.jobs_for(SLIP) == [], "it is on its way"
    assert show(LOGO) not in render(SLIP, T20, stored=shelf.keys).data
    shelf.report(JOB, "printing")
    shelf.report(JOB, "printed")
    assert shelf.jobs_for(SLIP) == []
    assert show(LOGO) in render(SLIP, T20, stored=shelf.keys).data


def test_one_that_did_not_arrive_is_sent_again_but_not_for_ever() -> None:
    shelf = Shelf(T20)
    for _ in range(10):
        assert shelf.jobs_for(SLIP)
        shelf.report(JOB, "failed")
    assert shelf.jobs_for(SLIP) == [], "flash wears"
    assert shelf.keys == frozenset()


def test_one_too_large_to_be_ended_when_it_breaks_off_is_never_stored() -> None:
    assert Shelf(T20).jobs_for(Slip((Logo(36, 120, bytes(4320)),)))
    assert not Shelf(T20).jobs_for(Slip((Logo(36, 121, bytes(4356)),)))


def test_other_jobs_and_other_printers_are_left_alone() -> None:
    shelf = Shelf(T20)
    shelf.report("ticket:17", "printed")
    assert shelf.keys == frozenset()
    assert shelf.jobs_for(Slip((Line("A042"),))) == []
    assert Shelf(PROFILES["generic-80"]).jobs_for(SLIP) == []
