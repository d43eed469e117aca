"""Faults in any order, on a clock that only the test moves."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from printer.job import Times
from printer.profiles import PROFILES, profile_named
from printer.virtual_body import Build
from tests.printer.fakes import Hall
from tests.printer.faults.judge import ends, judge, slip

BOOTS_S = 3.0
"""No printer is back sooner: docs/explanation/paper.md says what it would mean."""
SWITCHES = (
    *("paper_out", "load_paper", "open_cover", "close_cover"),
    *("jam_cutter", "free_cutter", "stall", "go_on"),
)
PROFILES_TRIED = (PROFILES["TM-T20II"], profile_named("TM-T82"), profile_named("generic-80"))


class Schedules(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.numbers: list[int] = []
        self.is_off = False

    def begin(self, profile: int, has_small_buffer: bool) -> None:
        build = Build(buffer_bytes=45 if has_small_buffer else 4096, speed_mm_s=150)
        self.hall = Hall(PROFILES_TRIED[profile], Times(baud=38_400), build)

    @rule(profile=st.integers(0, 2), has_small_buffer=st.booleans())
    @precondition(lambda self: not hasattr(self, "hall"))
    def start(self, profile: int, has_small_buffer: bool) -> None:
        self.begin(profile, has_small_buffer)

    @rule()
    @precondition(lambda self: hasattr(self, "hall"))
    def issue(self) -> None:
        number = len(self.numbers) + 1
        self.numbers.append(number)
        self.hall.spool.put(slip(number, self.hall.clock.now))

    @rule(steps=st.integers(1, 4))
    @precondition(lambda self: hasattr(self, "hall"))
    def work_a_little(self, steps: int) -> None:
        for _ in range(steps):
            self.hall.spool.step()

    @rule(seconds=st.sampled_from([0.3, 1.5, 4.0, 12.0]))
    @precondition(lambda self: hasattr(self, "hall"))
    def work(self, seconds: float) -> None:
        self.hall.run_for(seconds)

    @rule(switch=st.sampled_from(SWITCHES))
    @precondition(lambda self: hasattr(self, "hall"))
    def touch(self, switch: str) -> None:
        getattr(self.hall.printer, switch)()

    @rule(writes=st.integers(0, 6))
    @precondition(lambda self: hasattr(self, "hall"))
    def pull_the_cable(self, writes: int) -> None:
        self.hall.cable.writes_left = writes

    @rule()
    @precondition(lambda self: hasattr(self, "hall"))
    def plug_the_cable(self) -> None:
        self.hall.cable.is_cut, self.hall.cable.writes_left = False, 1_000_000

    @rule()
    @precondition(lambda self: hasattr(self, "hall"))
    def power_cut(self) -> None:
        self.hall.printer.power_off()
        self.hall.run_for(BOOTS_S)
        self.hall.printer.power_on()

    @rule(noise=st.binary(max_size=12), echoes=st.booleans())
    @precondition(lambda self: hasattr(self, "hall"))
    def disturb(self, noise: bytes, echoes: bool) -> None:
        self.hall.cable.say(bytes(byte for byte in noise if byte not in b"\x11\x13"))
        self.hall.cable.echoes = echoes

    @rule(is_wrong=st.booleans())
    @precondition(lambda self: hasattr(self, "hall"))
    def set_speed(self, is_wrong: bool) -> None:
        self.hall.printer.set_speed(is_wrong)

    def teardown(self) -> None:
        """All is mended: every slip has an end, and the next one is printed."""
        if not hasattr(self, "hall"):
            self.begin(0, False)
        printer, cable = self.hall.printer, self.hall.cable
        cable.echoes = False
        self.plug_the_cable()
        printer.set_speed(False)
        for switch in (printer.load_paper, printer.close_cover, printer.free_cutter, printer.go_on):
            switch()
        self.hall.run_for(250)
        self.issue()
        self.hall.run_for(30)
        judge(self.numbers, self.hall.said, printer.texts())
        assert ends(self.hall.said)[f"ticket:{self.numbers[-1]}"] == "printed"
        assert self.hall.spool.health().queued == 0


Schedules.TestCase.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
TestSchedules = Schedules.TestCase
