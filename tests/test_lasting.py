"""What a learner's badges prove, and what else they are good for, ends with them."""

import re
from pathlib import Path

from repositories import SITE, Repository, badge, write_provider

WAY = '---\nname: {name}\nversion: "1"\nlevels:\n  - id: one\n    steps: [rope, boat]\n---\nWhy.\n'


def provider(folder: Path, awards: str) -> Repository:
    made = write_provider(
        folder,
        {
            "site.yml": SITE,
            "badges/rope.md": badge("Rope", "validity: P2Y\nskills: [Knots, Care]\n"),
            "badges/boat.md": badge("Boat", "skills: [Knots]\n"),
            "pathways/way.md": WAY.format(name="The Way"),
            "pathways/other.md": WAY.format(name="The Other"),
            "learners/crew.csv": "id,name\nada,Ada\n",
            "awards/2026.csv": "learner,badge,awarded\n" + awards,
        },
    )
    made.build()
    return made


def tags_of(made: Repository) -> dict[str, str]:
    """Return the skills of the backpack by name, each as HTML."""
    (page,) = [page for page in made.pages().values() if 'id="badges"' in page]
    found = re.findall(r"<li[^>]*><a class=\"tag\".*?</li>", page)
    return {re.sub("<small.*?</small>|<[^>]*>", "", each).strip(): each for each in found}


def test_a_skill_leads_to_the_credential_that_proves_it_and_goes_with_the_last(
    tmp_path: Path,
) -> None:
    made = provider(tmp_path, "ada,rope,2026-01-05\nada,boat,2026-02-01\n")
    tags = tags_of(made)
    assert f"credentials/{made.uuid_of('ada', 'rope')}/" in tags["Care"]
    assert tags["Care"].startswith('<li data-until="2028-01-05">')
    assert f"credentials/{made.uuid_of('ada', 'boat')}/" in tags["Knots"]
    assert tags["Knots"].startswith("<li><a")
    assert '<small data-before="2028-01-06">2</small>' in tags["Knots"]
    assert '<small data-from="2028-01-06" hidden>1</small>' in tags["Knots"]


def test_a_badge_that_had_expired_proves_nothing_and_a_renewed_one_counts_once(
    tmp_path: Path,
) -> None:
    gone = provider(tmp_path / "gone", "ada,rope,2023-01-05\nada,boat,2026-02-01\n")
    assert list(tags_of(gone)) == ["Knots"]
    assert "<small>1</small>" in tags_of(gone)["Knots"]
    again = provider(tmp_path / "again", "ada,rope,2025-01-05\nada,rope,2026-02-01\n")
    assert "<small>1</small>" in tags_of(again)["Care"]
    assert 'data-until="2028-02-01"' in tags_of(again)["Care"]


def test_only_badges_that_last_count_toward_another_pathway(tmp_path: Path) -> None:
    made = provider(tmp_path, "ada,rope,2026-01-05\nada,boat,2026-02-01\n")
    assert toward(made) == [
        '<li><a href="../../../learners/ada/other/">The Other</a>: <span>Boat</span>'
        '<span data-until="2028-01-05">, Rope</span></li>'
    ]


def test_what_counts_toward_nothing_any_more_is_not_named(tmp_path: Path) -> None:
    gone = provider(tmp_path / "gone", "ada,rope,2023-01-05\nada,boat,2026-02-01\n")
    assert "Rope" not in toward(gone)[0]
    ends = provider(tmp_path / "ends", "ada,rope,2026-01-05\n")
    assert toward(ends)[0].startswith('<li data-until="2028-01-05">')
    page = page_of(ends)
    assert '<section class="block" data-until="2028-01-05">\n<h2>Also counts toward' in page


def toward(made: Repository) -> list[str]:
    (found,) = re.findall(r'<ul class="toward">(.*)</ul>', page_of(made))
    return [
        re.sub(r"learners/[a-z0-9]{26}/", "learners/ada/", each)
        for each in re.findall("<li.*?</li>", found)
    ]


def page_of(made: Repository) -> str:
    (page,) = [page for path, page in made.pages().items() if re.match(r"learners/.*/way/", path)]
    return page


def test_the_backpack_names_what_comes_next_also_behind_a_badge_of_another_issuer(
    tmp_path: Path,
) -> None:
    made = provider(tmp_path, "ada,rope,2026-01-05\n")
    foreign = "{id: vhf, foreign: {issuer: did:web:radio.example, achievement: 'urn:x', name: VHF}}"
    way = WAY.format(name="The Way").replace("rope, boat", f"rope, {foreign}, boat")
    made.write("pathways/way.md", way)
    made.build()
    assert 'aria-label="Next: Boat"' in page_of(made)
    (backpack,) = [page for page in made.pages().values() if 'id="badges"' in page]
    assert backpack.count(">Boat</a>, open to Ada now") == 4  # on two, before and after Rope


def segments(made: Repository) -> list[str]:
    """Return what each state of the backpack's first card says of its levels."""
    (backpack,) = [page for page in made.pages().values() if 'id="badges"' in page]
    (first, *_) = [card for card in backpack.split("<article")[1:] if 'class="segs"' in card]
    found = re.findall(r'<p class="segs" aria-hidden="true">(.*?)</p>', first)
    return [" ".join(re.findall('class="([a-z]+)"', each)) for each in found]


def test_the_card_of_a_pathway_says_how_far_each_level_is_and_was(tmp_path: Path) -> None:
    begun = provider(tmp_path / "begun", "ada,rope,2026-01-05\n")
    assert segments(begun) == ["half", "lapsed"]
    two = WAY.format(name="The Other").replace(
        "[rope, boat]", "[rope]\n  - {id: two, steps: [boat]}"
    )
    begun.write("pathways/other.md", two)
    begun.build()
    assert segments(begun) == ["on off", "lapsed off"]
    done = provider(tmp_path / "done", "ada,rope,2026-01-05\nada,boat,2026-02-01\n")
    assert segments(done) == ["on", "half"]
    (page,) = [page for page in done.pages().values() if 'id="badges"' in page]
    renewed = 'Stays complete if Rope is renewed by <time datetime="2028-01-05">'
    assert page.count(renewed) == 2
    beside = two.replace("[rope]", "[rope, boat]\n    any: 1").replace("[boat]}", "[knot]}")
    done.write("badges/knot.md", badge("Knot"))
    done.write("pathways/other.md", beside)
    done.build()
    assert segments(done) == ["on off"]  # what has expired is of the first level
    done.write("pathways/way.md", WAY.format(name="The Way").replace("rope, ", ""))
    done.build()
    (page,) = [page for page in done.pages().values() if 'id="badges"' in page]
    assert 'Complete since <time datetime="2026-02-01">' in page
    assert "Stays complete" not in page
