"""Reading aloud through the whole program, on both tablets: the voice is asked, and heard of."""

from kiosk.identity import Home, Identity, save
from kiosk.program import Program
from kiosk.screens import Screen
from kiosk.settings import Settings
from tests.kiosk.test_failsafe import HOME, BreakingFace


class Voice:
    """Reads in no time, and remembers which screens."""

    voices = ("vi", "km")

    def __init__(self):
        self.read = []

    def speak(self, showing, on_end):
        self.read.append(showing.screen)
        on_end()

    def hush(self):
        self.read.append("hush")


class Watched(BreakingFace):
    """Remembers whether a reading went on at each showing."""

    def __init__(self, *touches):
        super().__init__()
        self.speaking, self.touches = [], list(touches)

    def show(self, showing):
        self.speaking.append(showing.is_speaking)
        assert showing.voices == ("vi",)  # the tablet has no words of the other
        super().show(showing)


def test_the_touch_kiosk_reads_its_list_and_hears_that_it_is_over(tmp_path):
    save(
        tmp_path / "tablet.json",
        Identity("8fd87bfd287b6c27", Home(HOME.url, HOME.token, "x", None)),
    )
    face, voice = Watched("speak", "speak", "find"), Voice()
    settings = Settings("take", tmp_path, interfaces=["127.0.0.1"], port=0)
    face.program = Program(settings, face, voice)
    face.program.run()
    assert voice.read == [Screen.SERVICES] * 2 and True in face.speaking and not face.speaking[-1]
