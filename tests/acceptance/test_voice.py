"""A real server speaks into a file: what is said, in which order, how long, and nothing twice."""

import wave
from array import array
from contextlib import closing
from itertools import pairwise
from pathlib import Path

from display import clips
from server.announcer import GAP_S
from server.config import FILE
from tests.acceptance.town import Stream, Town, make_tokens, until
from tests.server_process import ServerProcess, motcua

CALL_1 = ["xin-mowif-soos-thuws-tuwj", "a", "khoong", "khoong", "mootj", "ddeens-quaayf-soos"]
CALL_2 = [*CALL_1[:4], "hai", "ddeens-quaayf-soos"]
CALL_2_EN = ["ticket-number", "a", "zero", "zero", "two", "please-go-to-counter", "two"]


def samples_of(path: Path) -> bytes:
    with wave.open(str(path)) as file:
        assert file.getparams()[:3] == (1, 2, 22_050)
        return file.readframes(file.getnframes())


def in_order(sentence: bytes, folder: Path, language: str, names: list[str]) -> bool:
    """Whether the clips stand in *sentence* one behind the other."""
    at = 0
    for name in names:
        clip = samples_of(folder / "voice" / language / "made" / f"{name}.wav")
        found = sentence.find(clip, at)
        if found < 0:
            return False
        at = found + len(clip)
    return True


def test_calls_are_recorded_one_after_another_and_never_after_the_end(folder: Path) -> None:
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.write('\n[sound]\ndevice = "file:heard.wav"\n')
    town = Town(ServerProcess(folder), make_tokens(folder))
    with town.server, closing(Stream(town.server)) as stream:
        value = {"name": "hall", "voice": "both", "languages": ["vi", "en"]}
        assert town.put("/setup/zone/hall", {"value": value}).status == 200
        for _ in range(3):
            town.issue("A")
        numbers = counters_of(town, "A")
        for counter in numbers:
            assert town.post(f"counter-{counter}", f"/counters/{counter}/open").status == 200
            called = town.post(f"counter-{counter}", f"/counters/{counter}/call-next", {})
            assert called.status == 200
        assert town.post(f"counter-{numbers[2]}", f"/counters/{numbers[2]}/finish").status == 200
        told = [stream.next_passing()]
        assert town.post(f"counter-{numbers[0]}", f"/counters/{numbers[0]}/start").status == 200
        told += [stream.next_passing(), stream.next_passing()]
        sentences = [
            town.ask(None, "GET", each["url"].removeprefix("/api/v1")).body for _, each in told
        ]
        speakers = [each for each in town.get("/devices") if each["kind"] == "speaker"]
        assert [(each["state"], each["why"]) for each in speakers] == [("ready", "")]
    check_told(told, numbers)
    check_tape(folder, told, sentences)


def counters_of(town: Town, service: str) -> list[str]:
    """Three counters that serve *service*."""
    counters = town.get("/hall")["counters"]
    found = [each["number"] for each in counters if service in each["services"]]
    if len(found) < 3:
        for each in counters[:3]:
            value = {"number": each["number"], "services": [service]}
            assert town.put(f"/setup/counter/{each['number']}", {"value": value}).status == 200
        found = [each["number"] for each in counters]
    return found[:3]


def check_told(told: list[tuple[float, dict[str, object]]], numbers: list[str]) -> None:
    said = [(each["label"], each["counter"], each["languages"]) for _, each in told]
    assert said == [
        ("A001", numbers[0], ["vi"]),
        ("A002", numbers[1], ["vi"]),
        ("A002", numbers[1], ["en"]),
    ]
    assert all(each["is_for_screens"] for _, each in told)


def check_tape(
    folder: Path, told: list[tuple[float, dict[str, object]]], sentences: list[bytes]
) -> None:
    """The file holds what the screens were given, in this order, with quiet between: the server's
    own clock says when each began, so nothing here depends on how fast a test is."""
    tape = samples_of(folder / "heard.wav")
    at = []
    for (_, each), wav in zip(told, sentences, strict=True):
        sound = clips.to_bytes(clips.read_wav(wav))
        assert abs(len(sound) / 2 / clips.RATE - float(str(each["duration_s"]))) < 0.001
        at.append((tape.index(sound), len(sound)))
    assert at[0][0] == 0
    for (begun, length), (after, _) in pairwise(at):
        gap = tape[begun + length : after]
        assert len(gap) / 2 / clips.RATE > GAP_S - 0.1
        assert not any(gap)
    assert at[-1][0] + at[-1][1] == len(tape)
    assert in_order(clips.to_bytes(clips.read_wav(sentences[0])), folder, "vi", CALL_1)
    assert in_order(clips.to_bytes(clips.read_wav(sentences[1])), folder, "vi", CALL_2)
    assert in_order(clips.to_bytes(clips.read_wav(sentences[2])), folder, "en", CALL_2_EN)
    chime = clips.to_bytes(clips.chime())
    assert [clips.to_bytes(clips.read_wav(each)).startswith(chime) for each in sentences] == [
        *(True, True, False)
    ]


def test_a_fresh_folder_speaks_and_clips_that_were_lost_come_back(folder: Path) -> None:
    made = folder / "voice" / "vi" / "made"
    before = sorted(path.name for path in made.iterdir())
    assert len(before) > 50
    for path in made.iterdir():
        path.unlink()
    with ServerProcess(folder):
        until(lambda: sorted(path.name for path in made.iterdir()) == before, "clips made anew")


def test_the_list_and_a_call_by_command(folder: Path, tmp_path: Path) -> None:
    own = folder / "voice" / "vi" / "muwowif.wav"
    own.write_bytes(clips.write_wav(array("h", [9000, -9000] * 3000)))
    (folder / "voice" / "vi" / "hai.wav").write_bytes(b"an mp3")
    lines = motcua("voice", str(folder), "list").splitlines()
    by_text = {line[40:].partition("   (")[0]: line for line in lines}
    assert by_text["mười"].startswith("own     muwowif.wav")
    assert by_text["mươi"].startswith("made    muwowi.wav")
    assert by_text["hai"].startswith("made    hai.wav") and "no WAV file" in by_text["hai"]
    assert motcua("voice", str(folder), "make").endswith("clips made: 0\n")
    target = tmp_path / "call.wav"
    said = motcua("voice", str(folder), "say", "A010", "10", "--times", "2", "--out", str(target))
    assert said == "Xin mời lần thứ hai, số thứ tự a không một không, đến quầy số mười\n"
    sound = clips.from_bytes(samples_of(target))
    ours = clips.to_bytes(clips.ready(array("h", [9000, -9000] * 3000)))
    assert ours in clips.to_bytes(sound)
    assert 5 < clips.duration_s(sound) < 9
    assert max(map(abs, sound)) <= clips.PEAK + 1
