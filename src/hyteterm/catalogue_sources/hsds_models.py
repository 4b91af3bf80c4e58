"""Records of HSDS 3.0, as far as we use them; in its CSV tables everything is text."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from hyteterm.catalogue_sources.lenient import Lenient, Listed, Text


def _no_text(value: Any) -> Any:
    return None if value == "" else value


Number = Annotated[float | None, BeforeValidator(_no_text)]
"""A number; an empty cell is none."""


class HsdsPhone(Lenient):
    number: Text = ""
    extension: Text = ""
    description: Text = ""


class HsdsContact(Lenient):
    email: Text = ""
    phones: Listed[HsdsPhone] = Field(default_factory=list)


class HsdsSchedule(Lenient):
    byday: Text = ""
    opens_at: Text = ""
    closes_at: Text = ""
    description: Text = ""


class HsdsAddress(Lenient):
    address_1: Text = ""
    address_2: Text = ""
    city: Text = ""
    postal_code: Text = ""
    address_type: Text = ""


class HsdsAccessibility(Lenient):
    description: Text = ""
    details: Text = ""


class HsdsLocation(Lenient):
    id: Text = ""
    name: Text = ""
    transportation: Text = ""
    addresses: Listed[HsdsAddress] = Field(default_factory=list)
    phones: Listed[HsdsPhone] = Field(default_factory=list)
    schedules: Listed[HsdsSchedule] = Field(default_factory=list)
    accessibility: Listed[HsdsAccessibility] = Field(default_factory=list)


class HsdsAtLocation(Lenient):
    location: HsdsLocation | None = None
    phones: Listed[HsdsPhone] = Field(default_factory=list)
    schedules: Listed[HsdsSchedule] = Field(default_factory=list)
    contacts: Listed[HsdsContact] = Field(default_factory=list)


class HsdsLanguage(Lenient):
    code: Text = ""


class HsdsOrganization(Lenient):
    id: Text = ""
    name: Text = ""
    legal_status: Text = ""


class HsdsCost(Lenient):
    amount: Number = None
    option: Text = ""
    currency: Text = ""
    amount_description: Text = ""


class HsdsArea(Lenient):
    name: Text = ""


class HsdsTerm(Lenient):
    code: Text = ""
    name: Text = ""


class HsdsAttribute(Lenient):
    taxonomy_term: HsdsTerm | None = None


class HsdsService(Lenient):
    id: Text = ""
    name: Text = ""
    alternate_name: Text = ""
    description: Text = ""
    url: Text = ""
    email: Text = ""
    status: Text = ""
    application_process: Text = ""
    fees_description: Text = ""
    eligibility_description: Text = ""
    alert: Text = ""
    minimum_age: Number = None
    last_modified: Text = ""
    assured_date: Text = ""
    phones: Listed[HsdsPhone] = Field(default_factory=list)
    contacts: Listed[HsdsContact] = Field(default_factory=list)
    schedules: Listed[HsdsSchedule] = Field(default_factory=list)
    service_areas: Listed[HsdsArea] = Field(default_factory=list)
    service_at_locations: Listed[HsdsAtLocation] = Field(default_factory=list)
    languages: Listed[HsdsLanguage] = Field(default_factory=list)
    organization: HsdsOrganization | None = None
    cost_options: Listed[HsdsCost] = Field(default_factory=list)
    attributes: Listed[HsdsAttribute] = Field(default_factory=list)
