"""Questions to the Bromley graph: each stored query with its full answer."""

import json

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from explorer.__main__ import main
from explorer.panels.query_results import Stored, stored_queries
from resources import FOLDER

CRITICAL = """adoption-late adoption-too-few adoption-too-slow allowances-retention b-and-b-extended corporate-failure
    deterioration failures-serious going-missing-unclear homeless-in-b-and-b housing-insufficient leaders-unclear
    police-delays rating-help rating-leadership rating-looked-after rating-overall response-to-missing return-unclear
    risks-not-assessed risks-unknown""".split()
POSITIVE = """care-council-strength follow-up-praise foster-care-good foster-care-praised health-good
    placements-few-moves placements-longer teenagers-work-praised""".split()
DONE = """action-planning board-set-up dfe-visits extra-money follow-up-visits improvement-board monitoring-visit
    ofsted-visits service-improvement-team team-set-up""".split()
CARR = """bar-raised confident determined disappointed fit-for-purpose greater-demand shortfall welcome
    working-closely""".split()
FORTUNE = """accepted advice agency-staff cash changing damning focus gangs looked-at management structure
    visits""".split()
OF_2018 = "claim-better-rating claim-damning-2018 claim-improved".split()


def table(text: str) -> list[tuple[str, ...]]:
    """Rows of words, one a line; “-” stands for nothing."""
    return [tuple("" if word == "-" else word for word in line.split()) for line in text.strip().splitlines()]


ANSWERS = {
    "findings": [(name, "critical") for name in CRITICAL] + [(name, "positive") for name in POSITIVE],
    "critical": table("""
        adoption-late         children-not-returning
        adoption-too-few      -
        adoption-too-slow     children-adopted
        allowances-retention  foster-carers
        b-and-b-extended      care-leavers
        corporate-failure     children-neglected
        deterioration         -
        failures-serious      children-vulnerable
        going-missing-unclear children-missing
        homeless-in-b-and-b   homeless-16-17
        housing-insufficient  care-leavers
        leaders-unclear       -
        police-delays         children-missing
        rating-help           -
        rating-leadership     -
        rating-looked-after   -
        rating-overall        -
        response-to-missing   children-at-risk
        response-to-missing   children-missing
        return-unclear        children-missing
        risks-not-assessed    young-people-beside-others
        risks-unknown         young-people-beside-others
    """),
    "done": [(finding, done) for finding in CRITICAL for done in DONE],
    "posts": table("""
        post-cabinet-member     fortune               council            2018-07
        post-chief-executive    chief-executive-2016  -                  2016
        post-commissioner       sulke                 -                  2016
        post-interim-director   interim-director-2016 childrens-services 2016
        post-lead-member        lead-member-2016      -                  2016
        post-leader             carr                  council            2016
        post-secretary-of-state secretary-of-state    -                  2016
        post-spokeswoman        spokeswoman           council            2016
    """),
    "council": table("""
        chief-executive-2016     childrens-services
        interim-director-2016    childrens-services
        lead-member-2016         childrens-services
        carr                     council
        childrens-services       council
        council-leadership       council
        council-members          council
        council-officers         council
        fortune                  council
        improvement-board        council
        service-improvement-team council
        spokeswoman              council
        council-members          improvement-board
        key-partners             improvement-board
        council-officers         service-improvement-team
    """),
    "visits": table("""
        follow-up-visits - happened ofsted-visits
        monitoring-visit - happened ofsted-visits
        ofsted-visits    7 claimed  follow-up-visits
        ofsted-visits    7 claimed  monitoring-visit
    """),
    "money": table("""
        extra-money 7250000 GBP 7000000 council budget             report-2016 2016-05-05 2018-07-23
        extra-money 7250000 GBP 7000000 council childrens-services report-2016 2016-05-05 2018-07-23
    """),
    "events": table("""
        advice-given             claimed  -          2018-07-16 true
        board-set-up             claimed  2016-04-11 2016-09-30 true
        team-set-up              claimed  2016-04-11 2016-09-30 true
        dfe-visits               claimed  2016-05-05 2018-07-16 true
        ofsted-visits            claimed  2016-05-05 2018-07-16 true
        commissioner-assessment  due      -          -          -
        recommendations-due      due      -          2016-09-30 true
        action-planning          expected -          -          -
        commissioner-work        expected -          -          -
        full-inspection          expected 2018-09-01 2018-12-21 true
        commissioner-appointment happened -          2016-09-30 true
        talks-with-carers        happened -          -          -
        inspection-2016          happened 2016-04-11 2016-05-05 -
        follow-up-visits         happened 2016-05-05 2018-07-23 true
        monitoring-visit         happened 2018-06    -          true
        council-meeting          happened 2018-07-16 -          true
    """),
    "said": [
        *(("carr", f"claim-{name}", "") for name in CARR),
        *(("fortune", f"answer-{name}", "council-meeting") for name in FORTUNE),
        ("foster-carers", "carers-undervalued", ""),
        ("foster-carers-asked", "carers-positive", "talks-with-carers"),
        ("spokeswoman", "claim-swift-action", ""),
        *(("sulke", f"claim-{name}", "") for name in ("best-way", "looking-forward", "recommendations", "support")),
        ("text-2016", "claim-damning-2016", ""),
        *(("text-2018", name, "") for name in OF_2018),
    ],
    "claimed": table("""
        inspection-2016          carr
        advice-given             fortune
        agency-staff             fortune
        dfe-visits               fortune
        gangs-work               fortune
        ofsted-visits            fortune
        board-set-up             spokeswoman
        council-members          spokeswoman
        council-officers         spokeswoman
        external-support         spokeswoman
        external-support-team    spokeswoman
        improvement-board        spokeswoman
        key-partners             spokeswoman
        service-improvement-team spokeswoman
        team-set-up              spokeswoman
    """),
    "origins": [(name, "2", "1") for name in ("corporate-failure", "failures-serious", "rating-overall")],
    "looked-after": [("281", "2016-03-01", "increase", "265", "2015-03-31")],
    "lowest": table("""
        inadequate rating-help         council
        inadequate rating-help         help-and-protection
        inadequate rating-leadership   council
        inadequate rating-leadership   leadership-and-governance
        inadequate rating-looked-after council
        inadequate rating-looked-after looked-after-and-permanence
        inadequate rating-overall      childrens-services
        inadequate rating-overall      safeguarding
    """),
    "quoted": [
        ("adoption-late", "paraphrased", "inspectors"), ("allowances-retention", "paraphrased", "the report"),
        ("foster-care-praised", "paraphrased", "they"), ("placements-few-moves", "paraphrased", "they"),
        ("placements-longer", "paraphrased", "they"),
        ("adoption-too-few", "quoted", "inspectors"), ("adoption-too-slow", "quoted", "inspectors"),
        ("b-and-b-extended", "quoted", "inspectors"), ("care-council-strength", "quoted", "they"),
        ("corporate-failure", "quoted", "inspectors"), ("corporate-failure", "quoted", "the report"),
        ("foster-care-good", "quoted", "they"), ("going-missing-unclear", "quoted", "inspectors"),
        ("health-good", "quoted", "they"), ("homeless-in-b-and-b", "quoted", "inspectors"),
        ("housing-insufficient", "quoted", "inspectors"), ("police-delays", "quoted", "inspectors"),
        ("response-to-missing", "quoted", "inspectors"), ("return-unclear", "quoted", "inspectors"),
        ("risks-not-assessed", "quoted", "inspectors"), ("risks-unknown", "quoted", "inspectors"),
        ("deterioration", "quotedInPart", "they"), ("failures-serious", "quotedInPart", "inspectors"),
        ("leaders-unclear", "quotedInPart", "the report"), ("rating-overall", "quotedInPart", "inspectors"),
        ("follow-up-praise", "summedUp", "inspectors"), ("rating-help", "summedUp", ""),
        ("rating-leadership", "summedUp", ""), ("rating-looked-after", "summedUp", ""),
        ("teenagers-work-praised", "summedUp", "the watchdog"),
    ],
}  # fmt: skip
QUESTIONS = [stored for stored in stored_queries() if stored.of == "bromley"]


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store()
    made.load(path=str(FOLDER / "bromley" / "graph.ttl"), format=RdfFormat.TURTLE)
    return made


def test_every_question_has_an_answer_here() -> None:
    assert [stored.name for stored in QUESTIONS] == list(ANSWERS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda stored: stored.name)
def test_each_question_is_one_short_query_with_the_full_answer(store: Store, question: Stored) -> None:
    solutions = store.query(question.text)
    names = [variable.value for variable in solutions.variables]
    rows = [tuple("" if row[name] is None else shortened(row[name]) for name in names) for row in solutions]
    assert sorted(rows) == sorted(ANSWERS[question.name])
    asked = [line for line in question.text.splitlines() if line and not line.startswith(("#", "PREFIX"))]
    assert len(asked) <= 12, "a short query"


def shortened(term: object) -> str:
    value = str(term.value)
    return value.rpartition("/")[2].rpartition("#")[2] if isinstance(term, NamedNode) else value


def test_the_command_line_asks_them_by_name(capsys) -> None:
    assert main(["query", "bromley", "--stored", "looked-after", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["results"]["bindings"]
    assert row["number"]["value"] == "281" and row["comparison"]["value"] == "increase"
    assert main(["query", "bromley", "--stored", "nothing"]) == 2
    assert "There is no stored query “nothing”. There are: classes, predicates" in capsys.readouterr().err
    assert main(["query", "bromley", "ASK {}", "--stored", "posts"]) == 2
    assert "either stored or of your own" in capsys.readouterr().err
