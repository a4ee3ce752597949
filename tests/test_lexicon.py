"""The word lists: read once, by whichever process comes first, and a person's own merged over them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from crosswire.errors import BrokenLexicon
from crosswire.lexicon import Lexicon, hand_over, merged, standard

#: what a foreman has done when reports reach him
FOREMAN = """
from crosswire import lexicon
from crosswire.reading.parse import load_parser
load_parser()
import crosswire.reading.read
print(lexicon.standard.cache_info().misses)
"""


def test_a_persons_words_are_added_to_ours(tmp_path: Path) -> None:
    """Lists grow, nothing of ours is lost; a list of their own may have any name."""
    (tmp_path / "roles.toml").write_text('militant = ["reaver"]\n')
    (tmp_path / "ships.toml").write_text('names = ["Oriel"]\n')
    both = merged(standard(), tmp_path)
    ours = standard().words("roles", "militant")
    assert both.words("roles", "militant") == {*ours, "reaver"} and "reaver" not in ours
    assert both.words("ships", "names") == {"Oriel"}


def test_a_broken_list_is_named(tmp_path: Path) -> None:
    """By its file, and by its key where a key holds something else than words."""
    (tmp_path / "roles.toml").write_text("militant = [")
    with pytest.raises(BrokenLexicon, match=r"roles\.toml"):
        merged(standard(), tmp_path)
    with pytest.raises(BrokenLexicon, match="nosuch"):
        standard().table("nosuch")
    with pytest.raises(BrokenLexicon, match="must be a list"):
        Lexicon({"ships": {"names": 3}}).words("ships", "names")


def test_lists_handed_over_are_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process takes what another has read for its own."""
    given = Lexicon({"ships": {"names": ["Oriel"]}})
    monkeypatch.setattr("crosswire.lexicon._handed_over", [])
    try:
        hand_over(given)
        assert standard() is given
    finally:
        monkeypatch.undo()
        standard.cache_clear()
    assert standard().words("roles", "militant")


def test_a_foreman_loads_his_parser_without_them() -> None:
    """They come with the first reports; loading them is a tenth of his time."""
    told = subprocess.run([sys.executable, "-c", FOREMAN], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "0"
