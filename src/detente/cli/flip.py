"""The command `detente flip`: seek longer, or again, where the claims of a finished run turn."""

from __future__ import annotations

from pathlib import Path

import click

from .paths import NAME


@click.command()
@click.argument("run", type=NAME)
@click.argument("claims", nargs=-1)
@click.option(
    "--budget",
    type=click.IntRange(512),
    default=2_560,
    show_default=True,
    help="Points at which the models may be run, for all claims together.",
)
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="As in the run.")
def flip(run: str, claims: tuple[str, ...], budget: int, settings: tuple[str, ...]) -> None:
    """Seek the nearest point to the centre at which each of some CLAIMS turns, all by default.

    RUN is the folder of a run, or a study whose run is in runs/STUDY. What is found is kept there, where it is
    nearer than what is known, and the report is written again.
    """
    from ..audit.finished import kept
    from ..bind.problem import bind
    from ..bind.setting import fix
    from ..ground.faults import RunError, did_you_mean
    from ..run import Laboratory, show
    from .echo import flips_cost
    from .settings import fixed

    opened = kept(run)
    if opened.study is None:
        raise RunError(f"{opened.folder}: the study's text is not in the folder; run the study again")
    lab = Laboratory(bind(fix(opened.study, fixed(settings))))
    for claim in claims:
        if claim not in lab.problem.study.claims:
            raise click.BadParameter(f"no claim '{claim}'; {did_you_mean(claim, lab.problem.study.claims)}")
    click.echo(flips_cost(lab.problem, budget), err=True)
    found = lab.flip(Path(opened.folder), budget=budget, claims=claims)
    for name, verdict in found.verdicts.items():
        if not claims or name in claims:
            for line in [one.sentence for one in verdict.flips] or [f"No flip is sought: {verdict.word}."]:
                click.echo(f"{name}: {line}")
    click.echo(show(found))
