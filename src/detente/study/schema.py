"""What a study file may hold, as pydantic models: the shape is checked here, names are resolved in `bind`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, RootModel, StringConstraints, create_model

from ..chance.kinds import forms
from ..ground.forms import Date, Part
from ..ground.forms import Label as Label
from ..ground.forms import Quantity as Quantity

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]


def words_or_one(value: str | int) -> str | int:
    """Return a unit: words, or 1 for a plain number. Raises ValueError for another number."""
    try:
        float(value)
    except ValueError:
        return value
    if str(value) != "1":
        raise ValueError("a number is no unit; write it in words, as USD bn/year, or 1 for a plain number")
    return value


Unit = Annotated[str | int, AfterValidator(words_or_one)]


class ArgumentPart(Part):
    """Where the argument was made."""

    title: Text
    author: str = ""
    date: Date | None = None
    url: str = ""


class ActorPart(Part):
    """Somebody who can move."""

    name: Text
    economy: Label | None = None


class Stated(Part):
    """What an assumption says beside its distribution."""

    is_: Text = Field(alias="is")
    source: Text
    unit: Unit = "1"


FORMS: dict[str, Any] = {word: (form | None, None) for word, form in forms().items()}
AssumptionPart = create_model(
    "AssumptionPart",
    __base__=Stated,
    __doc__="An uncertain number: its meaning, one distribution, a unit, and a source or `judgement`.",
    **FORMS,
)


class CorrelationPart(Part):
    """How two assumptions move together: Spearman's rank correlation, and a source or `judgement`."""

    between: Annotated[list[Name], Field(min_length=2, max_length=2)]
    rank: Quantity
    source: Text


class QuantityPart(Part):
    """A named expression over assumptions."""

    is_: Text = Field(alias="is")
    value: Quantity
    unit: Unit = "1"


class MovePart(Part):
    """A move: what it is, and one kind with its arguments."""

    model_config = ConfigDict(extra="allow")
    is_: Text | None = Field(default=None, alias="is")


class WorldPart(Part):
    """A world to compare, with a meaning."""

    is_: Text = Field(alias="is")
    moves: list[Name]


class ClaimPart(Part):
    """A statement of the argument and its test."""

    says: Text
    where: str = ""
    holds: Text | bool | None = None
    not_modelled_yet: Text | None = None
    supported_by: list[Name] = []
    beside: str = ""
    forecast: bool = False


class OmissionPart(Part):
    """A statement that the study leaves out, and why."""

    says: Text
    why: Text


class EventPart(Part):
    """What happened after the study's date."""

    date: Date
    what: Text
    source: Text
    claims: list[Name] = []
    chance: Quantity | None = None
    happened: bool | None = None


class StudyPart(Part):
    """A whole study file."""

    study: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
    question: Text
    argument: ArgumentPart
    as_of: Date
    world: Label
    economies: list[Label] | None = None
    industries: dict[Name, list[Label]] | None = None
    options: dict[str, Any] = {}
    actors: dict[Name, ActorPart] = {}
    assumptions: dict[Name, AssumptionPart] = {}  # type: ignore[valid-type]
    correlations: list[CorrelationPart] = []
    quantities: dict[Name, QuantityPart] = {}
    moves: dict[Name, MovePart] = {}
    start: list[Name] = []
    without: list[Name] = []
    worlds: dict[Name, list[Name] | WorldPart] = {}
    game: dict[str, Any] = {}
    claims: dict[Name, ClaimPart]
    not_modelled: list[OmissionPart] = []
    hindsight: list[EventPart] = []


class Whole(RootModel[StudyPart]):
    """The file as one model, for its JSON Schema."""


def json_schema(kinds: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the JSON Schema of a study file; `kinds` gives the schemas of the kinds of move."""
    schema = Whole.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "A study of Détente"
    if kinds:
        move = schema["$defs"]["MovePart"]
        move["properties"].update(kinds)
        move["additionalProperties"] = False
    return schema
