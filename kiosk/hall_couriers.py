"""The threads that bring the hall, its zone, its notices and its calls to a hall screen."""

import contextlib
import hashlib
import logging
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from kiosk.board_news import BoardNews, HallSeen, NoticesSeen, ZoneSeen
from kiosk.board_turns import Still
from kiosk.client import ServerAway, ServerSaid
from kiosk.couriers import Courier
from kiosk.hall_client import NOTICE_BYTES, SOUND_BYTES, Fetched, HallClient, is_path
from kiosk.hall_wire import Announcement, Hall, Notice, Zone
from kiosk.live import LiveEvent
from kiosk.pace import Backoff
from kiosk.wav import NotASound, length_s
from kiosk.wire import read

_LOGGER = logging.getLogger(__name__)

HALL_S = 10.0  # without live events
GATHER_S = 0.1  # a call is three events within a few ms; one look serves them all
AGAIN_S = 2.0
ZONE_S = 30.0  # its hours change, and so does the folder of notices
LATE_S = 2.0  # a sound that took longer to come would run into the next one
_STILL_S = (3.0, 600.0)
_PICTURES = (".png", ".jpg", ".jpeg", ".webp")

Put = Callable[[BoardNews], None]


class HallCourier(Courier):
    """Keeps the hall fresh; most answers are a 304."""

    def __init__(self, client: HallClient, put: Put) -> None:
        super().__init__("hall")
        self._client, self._put, self._tag = client, put, ""
        self._is_away = False

    def work(self) -> None:
        while not self._is_over:
            self._rest(HALL_S if self._look() else AGAIN_S)
            if not self._is_over:
                time.sleep(GATHER_S)

    def _look(self) -> bool:
        try:
            fetched = self._client.hall(self._tag)
            hall = None if fetched.body is None else read(Hall, fetched.body)
            news = HallSeen(hall, _office_time(fetched))
        except (ServerAway, ServerSaid, msgspec.MsgspecError, ValueError) as error:
            self._say(f"the hall can not be seen: {error}", is_away=True)
            return False
        self._tag = fetched.tag
        self._say("the hall is seen again", is_away=False)
        if not self._is_over:
            self._put(news)
        return True

    def _say(self, text: str, *, is_away: bool) -> None:
        if is_away != self._is_away:
            _LOGGER.warning(text)
        self._is_away = is_away


def _office_time(fetched: Fetched) -> datetime:
    """:raises ValueError: it is not an instant with a zone"""
    at = datetime.fromisoformat(fetched.office_time)
    if at.tzinfo is None:
        raise ValueError("an instant without a zone")
    return at


class ZoneCourier(Courier):
    """Keeps the zone fresh, and its pictures on the disk, in `folder`."""

    def __init__(self, client: HallClient, name: str, folder: Path, put: Put) -> None:
        super().__init__("zone")
        self._client, self._name, self._folder, self._put = client, name, folder, put
        self._tag = ""
        self._zone = Zone(name)
        self._tags: dict[str, str] = {}  # of the notices on the disk
        self._stills: tuple[Still, ...] = ()

    def work(self) -> None:
        while not self._is_over:
            try:
                self._look()
                wait_s = ZONE_S
            except (OSError, ServerSaid, msgspec.MsgspecError) as error:
                _LOGGER.info("no news of the zone: %s", error)
                wait_s = AGAIN_S
            self._rest(wait_s)

    def _look(self) -> None:
        try:
            fetched = self._client.zone(self._name, self._tag)
        except ServerSaid as said:
            if said.status != 404:
                raise
            self._tag = ""
            return self._put(ZoneSeen(None))
        if fetched.body is not None:
            self._zone = read(Zone, fetched.body)
            self._put(ZoneSeen(self._zone))
        self._tag = fetched.tag
        self._fetch_notices()

    def _fetch_notices(self) -> None:
        wanted = [each for each in self._zone.notices if _is_still(each)]
        stills = tuple(still for each in wanted if (still := self._fetch(each)))
        if stills != self._stills and not self._is_over:
            self._stills = stills
            self._put(NoticesSeen(stills))
            self._clean({still.file for still in stills})

    def _clean(self, wanted: set[str]) -> None:
        for file in self._folder.iterdir() if self._folder.exists() else ():
            if str(file) not in wanted:
                with contextlib.suppress(OSError):
                    file.unlink()

    def _fetch(self, notice: Notice) -> Still | None:
        """The picture on the disk, fetched if it is new or changed there."""
        name = hashlib.sha256(notice.url.encode()).hexdigest()[:16]
        file = self._folder / (name + Path(notice.url.partition("?")[0]).suffix.lower())
        try:
            tag = self._tags.get(notice.url, "") if file.exists() else ""
            fetched = self._client.get(notice.url, tag, NOTICE_BYTES)
            if fetched.body is not None:
                _keep(file, fetched.body)
            self._tags[notice.url] = fetched.tag
        except (ServerAway, ServerSaid, OSError) as error:
            _LOGGER.info("the notice %s did not come: %s", notice.url, error)
            if not file.exists():
                return None
        least_s, most_s = _STILL_S
        return Still(str(file), min(max(notice.seconds, least_s), most_s))


def _is_still(notice: Notice) -> bool:
    suffix = Path(notice.url.partition("?")[0]).suffix.lower()
    return notice.kind == "still" and is_path(notice.url) and suffix in _PICTURES


def _keep(file: Path, data: bytes) -> None:
    """:raises OSError: the disk did not take it"""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    new.write_bytes(data)
    new.replace(file)


class HallLive(Courier):
    """Listens to /live: announcements are passed on, all else says only when to look."""

    def __init__(
        self,
        client: HallClient,
        look: Callable[[], None],
        look_at_zone: Callable[[], None],
        announce: Callable[[Announcement], None],
    ) -> None:
        super().__init__("live")
        self._client, self._look, self._look_at_zone = client, look, look_at_zone
        self._announce = announce
        self._backoff = Backoff(1.0, 10.0)

    def work(self) -> None:
        while not self._is_over:
            try:
                self._listen()
            except (ServerAway, ServerSaid) as error:
                _LOGGER.info("the live stream ended: %s", error)
            self._rest(self._backoff.wait_s())

    def _listen(self) -> None:
        is_first = True
        for event in self._client.live():
            if self._is_over:
                return
            if is_first:
                self._backoff.reset()
                self._look()
                self._look_at_zone()
            elif event:
                self._hear(event)
            is_first = False

    def _hear(self, event: LiveEvent) -> None:
        if event.name != "announce":
            if event.name == "setting_changed":
                self._look_at_zone()
            return self._look()
        try:
            self._announce(read(Announcement, event.data.encode()))
        except msgspec.MsgspecError as error:
            _LOGGER.warning("an announcement is not understood: %s", error)


class SoundCourier(Courier):
    """Fetches the sound of one announcement and has it played, unless it came too late."""

    def __init__(
        self, client: HallClient, announcement: Announcement, play: Callable[[bytes], None]
    ) -> None:
        super().__init__("sound")
        self._client, self._announcement, self._play = client, announcement, play

    def work(self) -> None:
        said, asked_s = self._announcement, time.monotonic()
        try:
            wav = self._client.get(said.url, "", SOUND_BYTES).body or b""
            length_s(wav, said.duration_s)
        except (ServerAway, ServerSaid, NotASound) as error:
            _LOGGER.warning("the announcement of %s is not played: %s", said.label, error)
            return
        took_s = time.monotonic() - asked_s
        if took_s > LATE_S:
            _LOGGER.warning("the announcement of %s came %.1f s late", said.label, took_s)
        elif not self._is_over:
            self._play(wav)


def is_ours(announcement: Announcement, zone: str) -> bool:
    """Whether a screen of `zone` is to play it."""
    return announcement.zone == zone and announcement.is_for_screens and is_path(announcement.url)
