"""For all rooms: property tests that say the same each time and never fail by a slow machine."""

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")
