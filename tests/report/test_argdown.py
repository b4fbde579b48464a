"""An argument in Argdown: read back by the grammar of its documentation, line by line."""

import json
import re

import pytest
from ruamel.yaml import YAML

from detente.audit.records import WORDS
from detente.ground.faults import RunError
from detente.report.argdown import argdown, escaped
from detente.report.tree import supports
from detente.report.words import slug
from detente.study.read import parse_study, read

HEAD = """study: t
question: "Q === {a} <b>: why?"
argument: {title: "A {t} === x", author: "x: y"}
as_of: 2018-08-31
world: world-2014
economies: [USA, CHN]
worlds: {w: []}
not_modelled: [{says: "It is #1.", why: "nobody {knows}"}]
claims:
"""
TEXTS = [
    "The U.S. trade a:b:c, see http://x.y/z and 1.2.3. (1) -- === x === y",
    "#tag [x](y) *b* _i_ __u__ @[z] <a> {k: v} /* c */ // d",
    '- "quote" \\ back',
    "+ plus <+ [a] -> b",
    "-> x :happy: .~. p",
    "<!-- c --> x\n  on two lines",
]
STATEMENT = re.compile(r"(?:\[(?P<title>[a-z0-9_]+)\]: )?(?P<text>.*?)(?P<tags>(?: #[a-z-]+)+)")


def study(texts):
    rows = [
        f"  c{place}: {{says: {json.dumps(text)}, where: {json.dumps(text)}, holds: 'real_income[USA, w] > -1'"
        + (f", supported_by: [c{place + 1}]}}" if place + 1 < len(texts) else "}")
        for place, text in enumerate(texts)
    ]
    found = parse_study(HEAD + "\n".join(rows) + "\n", "t.yaml")
    assert not found.faults
    return found


def told(word, share=0.5, badge=""):
    return {
        "word": word,
        "share": share,
        "unknown": 0.0,
        "interval": {"low": 0.4, "high": 0.6},
        "badge": badge,
    }


def blocks(text):
    """Return the front matter, and each statement: its title, text, tags, data and what supports it."""
    head, body = re.fullmatch(r"===\n(.*?)\n===\n\n(.*)\n", text, re.DOTALL).groups()
    found = []
    for block in body.split("\n\n"):
        line, data, *below = block.split("\n")
        met = STATEMENT.fullmatch(line)
        assert met, line
        assert not re.search(r"(?<!\\)[@#*_<>{}\[\]]", met["text"]), line
        plain = re.sub(r"\\(.)", r"\1", met["text"])
        relations = [re.fullmatch(r" {4}\+ \[([a-z0-9_]+)\]", one)[1] for one in below]
        assert "}" not in data[:-1] and "{" not in data[1:]
        found.append(
            (met["title"], plain, met["tags"].replace("#", "").split(), YAML().load(data), relations)
        )
    return YAML(typ="safe").load(head), found


def test_any_text_comes_back_as_it_was():
    head, found = blocks(argdown(study(TEXTS), {}))
    assert head["title"] == "Q === {a} <b>: why?" and head["subTitle"] == "A {t} === x"
    assert head["author"] == "x: y" and str(head["asOf"]) == "2018-08-31"
    for place, (title, text, tags, data, relations) in enumerate(found[:-1]):
        assert (title, text) == (f"c{place}", " ".join(TEXTS[place].split()))
        assert tags == ["not-modelled-yet"] and data["where"] == TEXTS[place]
        assert relations == ([f"c{place + 1}"] if place + 1 < len(TEXTS) else [])
    assert found[-1][:4] == (None, "It is #1.", ["left-out"], {"why": "nobody {knows}"})


def test_nothing_in_a_text_is_a_shortcode_or_a_comment():
    for text in TEXTS:
        assert not re.search(
            r"(?<!\\)\.[^\s\\]+?\.|(?<!\\):[^\s\\]+?:|(?<!\\)(?://|/\*|<!--|===)", escaped(text)
        ), text


def test_each_verdict_is_a_tag_with_a_colour_and_data():
    one = study(["a"] * len(WORDS))
    verdicts = {f"c{place}": told(word, badge="by judgement" * place) for place, word in enumerate(WORDS)}
    head, found = blocks(argdown(one, verdicts))
    for place, (_, _, tags, data, _) in enumerate(found[:-1]):
        assert tags == [slug(WORDS[place])] + ["by-judgement"] * bool(place)
        assert data["verdict"] == WORDS[place] and data["share"] == 0.5 and data["interval"] == [0.4, 0.6]
        assert re.fullmatch("#[0-9a-f]{6}", head["color"]["tagColors"][tags[0]])


def test_every_claim_of_a_shipped_study_is_there_once_with_all_that_supports_it():
    one = read("korea-2018")
    _, found = blocks(argdown(one, {}))
    claims = {title: (text, relations, tags) for title, text, tags, _, relations in found if title}
    assert list(claims) != list(one.claims) and set(claims) == set(one.claims)
    assert len(found) == len(one.claims) + len(one.not_modelled)
    for name, claim in one.claims.items():
        text, relations, tags = claims[name]
        assert text == " ".join(claim.says.split()) and relations == list(supports(claim))
        assert ("forecast" in tags) == claim.forecast


def test_a_study_without_claims_has_no_argument():
    one = parse_study(HEAD.replace("claims:\n", "claims: {}\n"), "t.yaml")
    with pytest.raises(RunError, match="no claim"):
        argdown(one, {})
