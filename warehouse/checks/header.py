"""The shape of a check's header: every key, what it is for, and what it may hold."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

SEVERITY: Final = {
    "error": "data that breaks it are not loaded",
    "warning": "somebody should look at it",
    "info": "worth knowing",
}
"""How grave a finding is."""


def _severity(given: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
    if given in SEVERITY:
        return given
    context = {"code": "E-check-severity", "hint": f"known are: {', '.join(SEVERITY)}", "given": str(given)}
    raise PydanticCustomError("severity", 'unknown severity "{given}"', context)


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Severity = Annotated[Literal["error", "warning", "info"], BeforeValidator(_severity)]


class Header(BaseModel):
    """Everything a check says about itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text = Field(description="the rule, in a few words", examples=["Every fact has a citation"])
    description: Text = Field(description="what is compared, and why a breach matters")
    severity: Severity = Field(description="error, warning or info", examples=["error"])
    hint: Text = Field(description="what to do about a finding")
