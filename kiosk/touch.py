"""From a finger going down and up to the button that was meant; pure, clock given."""

from collections.abc import Callable

from kiosk.shapes import Scene

# A second tap of a nervous finger must not hit what the first one brought up.
GUARD_S = 0.35
# The name of a touch on nothing that can be pressed.
GLASS = "glass"
# A finger rolls as it lifts: it may leave its button by this part of the shorter side.
_SLOP = 0.04


class Finger:
    """Follows the first finger on the glass; others are ignored until it lifts."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._scene: Scene | None = None
        self._ready_at_s = 0.0
        self._held: object = None
        self.pressed = ""  # the button under the finger

    def look_at(self, scene: Scene, *, is_new: bool) -> None:
        """What is on the glass now; `is_new`: another screen than before."""
        self._scene = scene
        if is_new:
            self._ready_at_s = self._now_s() + GUARD_S
            self._held, self.pressed = None, ""

    def down(self, finger: object, x: int, y: int) -> None:
        if self._scene is None or self._held is not None or self._now_s() < self._ready_at_s:
            return
        self._held, self.pressed = finger, self._scene.button_at(x, y) or ""

    def up(self, finger: object, x: int, y: int) -> str | None:
        """The button that was meant, or `GLASS`; None when it was no touch."""
        if self._scene is None or finger != self._held:
            return None
        name, self._held, self.pressed = self.pressed, None, ""
        margin = int(min(self._scene.size) * _SLOP)
        meant = [b for b in self._scene.buttons if b.name == name and b.rect.holds(x, y, margin)]
        return name if meant else GLASS
