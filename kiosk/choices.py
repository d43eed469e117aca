"""The buttons by which a citizen chooses how to read, alike on both tablets. Pure."""

from collections.abc import Sequence

from kiosk.sheet import Sheet

Choice = tuple[str, str, bool]  # name, words, is it on


def reading_choices(s: Sheet, languages: Sequence[str], most: int) -> list[Choice]:
    """The first `most` of the other languages, letters, contrast, and the voice where the screen's
    language has one."""
    names = s.look.names
    languages = languages[:most]
    return [
        *((f"language:{code}", names.get(code, code), False) for code in languages),
        ("larger", s.words("Larger text"), s.showing.prefs.is_large),
        ("contrast", s.words("High contrast"), s.showing.prefs.has_contrast),
        *voice_choice(s),
    ]


def voice_choice(s: Sheet) -> list[Choice]:
    """To hear the screen: one button, or none where its language has no voice."""
    if s.showing.prefs.language not in s.showing.voices:
        return []
    return [("speak", s.words("Read aloud"), s.showing.is_speaking)]
