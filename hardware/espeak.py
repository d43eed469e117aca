"""espeak-ng as a program of its own: texts in, samples out.

Run by :mod:`hardware.synthesis`, which does not load the library itself: espeak-ng is under the
GPL, keeps its state in globals, and may crash without harm to anybody here.

Standard input: one JSON document, a list of ``[voice, text]``.  Standard output: for each, its
length in bytes as 4 bytes, most significant first, then 16-bit little-endian samples, one channel.
"""

import ctypes
import json
import struct
import sys
from collections.abc import Callable, Iterator

SYNCHRONOUS = 2
PHONEMES = 1
RATE_PARAMETER, VOLUME_PARAMETER = 1, 2
WORDS_A_MINUTE = 145
"""A little slower than people talk: a hall echoes."""
VOLUME = 70
"""Below espeak's own 100, at which loud vowels are clipped."""
UTF8 = 1
SAMPLES_A_SECOND = 22_050


def main() -> None:
    """Speak everything that standard input asks for."""
    wanted = json.loads(sys.stdin.buffer.read())
    for data in spoken(wanted):
        sys.stdout.buffer.write(struct.pack(">I", len(data)) + data)


def spoken(wanted: list[tuple[str, str]]) -> Iterator[bytes]:
    """The samples of each *(voice, text)*.

    :raises RuntimeError: if the library refuses.
    """
    library, heard = _library()
    for voice, text in wanted:
        if library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise RuntimeError(f"espeak-ng has no voice {voice!r}")
        library.espeak_SetParameter(RATE_PARAMETER, WORDS_A_MINUTE, 0)
        library.espeak_SetParameter(VOLUME_PARAMETER, VOLUME, 0)
        heard.clear()
        said = text.encode() + b"\0"
        if library.espeak_Synth(said, len(said), 0, 1, 0, UTF8, None, None) != 0:
            raise RuntimeError(f"espeak-ng does not say {text!r}")
        library.espeak_Synchronize()
        yield bytes(heard)


def _library() -> tuple[ctypes.CDLL, bytearray]:
    """espeak-ng with its data, and where its samples are put."""
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = espeakng_loader.get_data_path().encode()
    rate = library.espeak_Initialize(SYNCHRONOUS, 0, data, PHONEMES)
    if rate != SAMPLES_A_SECOND:
        raise RuntimeError(f"espeak-ng does not start ({rate})")
    heard = bytearray()

    def hear(samples: object, count: int, events: object) -> int:
        if samples and count > 0:
            heard.extend(ctypes.string_at(samples, 2 * count))  # type: ignore[arg-type]
        return 0

    kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    callback = kind(hear)
    library.hear = callback  # type: ignore[attr-defined]  # it must live as long as the library
    set_callback: Callable[..., None] = library.espeak_SetSynthCallback
    set_callback(callback)
    return library, heard


if __name__ == "__main__":
    main()
