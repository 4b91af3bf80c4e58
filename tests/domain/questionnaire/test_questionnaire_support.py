"""The report of what works."""

from hyteterm.domain.questionnaire import Level, Note, summary, support

from .forms import coding, extension, form, formula, item, when


def report(*items, **rest):
    return {
        (finding.link_id, finding.feature): (finding.level, finding.note)
        for finding in support(form(*items, **rest))
    }


WORKS = (Level.SUPPORTED, Note.WORKS)


def test_what_works_and_what_does_not():
    found = report(
        item("a", "choice", answerOption=[coding("x", 1)], required=True, prefix="1"),
        item("b", "attachment"),
        item("c", "hologram"),
        item("d", "choice", answerValueSet="http://elsewhere/vs"),
        item("e", "string", enableWhen=[when("nobody", "exists", answerBoolean=True)]),
        item("f", "string", enableWhen=[when("a", "exists", answerBoolean=True)]),
        item("g", "string", extension=[extension("https://own.example/x", valueString="y")]),
        item("g", "string"),
        {"type": "group"},
    )
    assert found["a", "type choice"] == WORKS
    assert found["a", "required"] == found["a", "prefix"] == found["a", "answerOption"] == WORKS
    assert found["a", "ordinalValue"] == WORKS
    assert found["b", "type attachment"] == (Level.UNSUPPORTED, Note.SHOWN_NOT_ANSWERED)
    assert found["c", "type hologram"] == (Level.UNSUPPORTED, Note.SHOWN_NOT_ANSWERED)
    assert found["d", "answerValueSet"] == (Level.PARTIAL, Note.ANSWERED_IN_WORDS)
    assert found["e", "enableWhen"] == (Level.PARTIAL, Note.CONDITION_WITHOUT_QUESTION)
    assert found["f", "enableWhen"] == WORKS
    assert found["g", "https://own.example/x"] == (Level.PARTIAL, Note.KEPT_UNKNOWN)
    assert found["g", "linkId"] == (Level.PARTIAL, Note.LINK_ID_TWICE)
    assert (Level.PARTIAL, Note.LINK_ID_MISSING) in found.values()


def test_expressions_are_judged_one_by_one():
    cql = formula("calculatedExpression", "Age")
    cql["valueExpression"]["language"] = "text/cql"
    found = report(
        item("ok", "integer", extension=[formula("calculatedExpression", "%sum + 1")]),
        item("cql", "integer", extension=[cql]),
        item("broken", "integer", extension=[formula("calculatedExpression", "1 +")]),
        item("server", "integer", extension=[formula("enableWhenExpression", "memberOf('x')")]),
        item("outside", "string", extension=[formula("initialExpression", "%patient.name")]),
        extension=[formula("", "1", "sum")],
    )
    assert found["ok", "calculatedExpression"] == WORKS
    assert found["cql", "calculatedExpression"] == (Level.UNSUPPORTED, Note.LANGUAGE_NOT_SUPPORTED)
    assert found["broken", "calculatedExpression"] == (Level.UNSUPPORTED, Note.NOT_UNDERSTOOD)
    assert found["server", "enableWhenExpression"][1] is Note.NEEDS_TERMINOLOGY_SERVER
    assert found["outside", "initialExpression"] == (Level.PARTIAL, Note.NEEDS_OUTSIDE_DATA)
    assert found["", "variable"] == WORKS


def test_circles_patterns_and_changes_of_meaning_are_told():
    def plus_one(link_id, other):
        expression = f"%resource.item.where(linkId='{other}').answer.value + 1"
        return item(link_id, "integer", extension=[formula("calculatedExpression", expression)])

    found = report(
        item("x", "integer"),
        plus_one("into", "x"),
        plus_one("a", "b"),
        plus_one("b", "a"),
        plus_one("behind", "b"),
        item("bad", "string", extension=[extension("regex", valueString="[(")]),
        item("good", "string", extension=[extension("regex", valueString="[a-c]+")]),
        item("not", "string", modifierExtension=[{"url": "https://own.example/not"}]),
    )
    circle = (Level.PARTIAL, Note.CIRCLE)
    circular = {link for (link, _feature), told in found.items() if told == circle}
    assert circular == {"a", "b"}
    assert found["bad", "regex"] == (Level.PARTIAL, Note.PATTERN_NOT_UNDERSTOOD)
    assert found["good", "regex"] == WORKS
    assert found["not", "modifierExtension"] == (Level.UNSUPPORTED, Note.CHANGES_MEANING)


def test_summary_counts_levels():
    findings = support(form(item("a", "string"), item("b", "attachment")))
    assert summary(findings)[Level.UNSUPPORTED] == 1
    assert findings[0].to_json() == {
        "linkId": "a", "feature": "type string", "level": "supported", "note": "works",
    }  # fmt: skip
