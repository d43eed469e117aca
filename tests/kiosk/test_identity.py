"""tablet.json: made once, written whole, read strictly."""

import json
import os
import re
import stat

import pytest

from kiosk.identity import BrokenIdentity, Home, at_home, load, save

HOME = Home("http://10.0.0.5:8080", "ab" * 32, "Giao Thủy", "3")


def test_a_new_tablet_makes_an_id_and_keeps_it(tmp_path):
    path = tmp_path / "tablet.json"
    made = load(path)
    assert re.fullmatch("[0-9a-f]{16}", made.id) and made.home is None
    assert load(path) == made


def test_a_home_goes_round_and_only_its_owner_may_read_it(tmp_path):
    path = tmp_path / "tablet.json"
    identity = save(path, at_home(load(path), HOME))
    assert load(path) == identity and identity.home == HOME
    assert os.name != "posix" or stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_home_from_before_offices_had_ids_is_read(tmp_path):
    path = tmp_path / "tablet.json"
    save(path, at_home(load(path), HOME))
    fields = json.loads(path.read_text())
    del fields["home"]["server"]
    path.write_text(json.dumps(fields))
    assert load(path).home == HOME and HOME.server == ""


def test_half_a_write_leaves_the_old_file(tmp_path):
    path = tmp_path / "tablet.json"
    made = load(path)
    path.with_suffix(".new").write_text('{"id"')
    assert load(path) == made
    assert save(path, made) == made


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"id":"x"}', '{"id":"x","home":{"url":1}}'])
def test_a_file_that_is_not_ours_is_broken(tmp_path, text):
    path = tmp_path / "tablet.json"
    path.write_text(text)
    with pytest.raises(BrokenIdentity, match="not what this program writes"):
        load(path)
