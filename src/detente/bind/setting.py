"""Assumptions fixed from outside the file: `--set NAME=VALUE`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..chance.distribution import Distribution
from ..chance.fixed import fixed as held
from ..ground.faults import Fault, Place, StudyError, did_you_mean
from ..study.assume import literal
from ..study.declared import scale_to
from ..study.records import Assumption, Study


def fix(study: Study, settings: Mapping[str, str]) -> Study:
    """Return the study with some assumptions fixed; a variant of a choice is named by its word.

    What moves with a fixed one is drawn from its own range as the file states it: its correlations lapse.

    Raises StudyError for a name that is not an assumption of one number, or a value that does not fit.
    """
    if not settings:
        return study
    faults: list[Fault] = []
    fixed = dict(study.assumptions)
    for name, text in settings.items():
        place = Place(f"--set {name}={text}")
        if name not in fixed:
            faults.append(Fault(place, f"no assumption '{name}'", did_you_mean(name, fixed)))
            continue
        try:
            chosen = _fixed(fixed[name], text, place)
        except StudyError as error:
            faults.extend(error.faults)
            continue
        source = f"set to {text} for this run (was: {fixed[name].source})"
        fixed[name] = replace(fixed[name], distribution=chosen, source=source)
    if faults:
        raise StudyError(faults)
    together = tuple(
        replace(one, lapsed=one.lapsed or any(str(node.value) in settings for node in one.between))
        for one in study.correlations
    )
    return replace(study, assumptions=fixed, correlations=together, fixed={**study.fixed, **settings})


def _fixed(assumption: Assumption, text: str, place: Place) -> Distribution:
    """Return the distribution that stands for one value."""
    given = assumption.distribution
    if given.variants:
        if text not in given.variants:
            raise StudyError([Fault(place, f"no variant '{text}'", did_you_mean(text, given.variants))])
        return held(given, given.variants.index(text))
    if given.columns(assumption.id) != (assumption.id,) or given.of_table:
        raise StudyError(
            [Fault(place, f"'{assumption.id}' is more than one number", "change it in the study file")]
        )
    value, carried = literal(text, place)
    return held(given, value * scale_to(carried, assumption.unit, place))
