from types import SimpleNamespace as Some

from detente.cli.tables import one_claim


def test_names_in_brackets_are_shown(capsys):
    claim = Some(says="It is so.", where="", holds=None, beside="")
    verdict = Some(
        sentence="It holds where the price (gas[lng_price]) is low.",
        badge="",
        drivers=(),
        atoms=(),
        fits=(),
        by_variant=(),
        break_even=None,
        restates=None,
        corner=Some(sentence="It fails where the price (gas[lng_price]) is high."),
        counterexample=None,
        flips=(),
    )
    one_claim(Some(verdicts={"it": verdict}, study=Some(claims={"it": claim})), "it")
    assert capsys.readouterr().out.count("gas[lng_price]") == 2
