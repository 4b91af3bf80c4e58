"""Bodies of PTV's interface, version 11, as far as we use them."""

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field

from hyteterm.catalogue_sources.lenient import Lenient, Listed, Text


class LanguageText(Lenient):
    """A text in one language; ``type`` tells names and descriptions apart."""

    language: Text = ""
    value: Text = ""
    type: Text = ""


class WebPage(Lenient):
    language: Text = ""
    value: Text = ""
    url: Text = ""


class Coded(Lenient):
    """A service class, ontology term, target group or life event."""

    code: Text = ""
    uri: Text = ""
    name: Listed[LanguageText] = Field(default_factory=list)


class MunicipalityReference(Lenient):
    code: Text = ""
    name: Listed[LanguageText] = Field(default_factory=list)


class Area(Lenient):
    type: Text = ""
    code: Text = ""
    municipalities: Listed[MunicipalityReference] = Field(default_factory=list)


class Reference(Lenient):
    """Id and name of another object; null becomes an empty one."""

    id: Text = ""
    name: Text = ""


def _empty_reference(value: Any) -> Any:
    return {} if value is None else value


NullableReference = Annotated[Reference, BeforeValidator(_empty_reference)]


class OrganizationLink(Lenient):
    organization: NullableReference = Reference()
    roleType: Text = ""


class PhoneNumber(Lenient):
    language: Text = ""
    number: Text = ""
    prefixNumber: Text = ""
    isFinnishServiceNumber: bool | None = None
    additionalInformation: Text = ""
    chargeDescription: Text = ""


class OpeningHour(Lenient):
    dayFrom: Text = ""
    dayTo: Text = ""
    # “from” is a word of Python.
    opens: Text = ""
    closes: Text = ""

    model_config = ConfigDict(
        extra="ignore",
        coerce_numbers_to_str=True,
        alias_generator=lambda name: {"opens": "from", "closes": "to"}.get(name, name),
    )


class ServiceHour(Lenient):
    serviceHourType: Text = ""
    isClosed: bool | None = None
    isAlwaysOpen: bool | None = None
    isReservation: bool | None = None
    additionalInformation: Listed[LanguageText] = Field(default_factory=list)
    openingHour: Listed[OpeningHour] = Field(default_factory=list)


class StreetAddress(Lenient):
    street: Listed[LanguageText] = Field(default_factory=list)
    streetNumber: Text = ""
    postalCode: Text = ""
    postOffice: Listed[LanguageText] = Field(default_factory=list)
    municipality: MunicipalityReference | None = None
    additionalInformation: Listed[LanguageText] = Field(default_factory=list)
    latitude: Text = ""
    longitude: Text = ""


class SentenceGroup(Lenient):
    class Line(Lenient):
        sentence: Listed[LanguageText] = Field(default_factory=list)

    sentenceGroup: Listed[LanguageText] = Field(default_factory=list)
    sentences: Listed[Line] = Field(default_factory=list)


class Entrance(Lenient):
    accessibilitySentences: Listed[SentenceGroup] = Field(default_factory=list)


class Address(Lenient):
    type: Text = ""
    streetAddress: StreetAddress | None = None
    otherAddress: StreetAddress | None = None
    entrances: Listed[Entrance] = Field(default_factory=list)


class ContactDetails(Lenient):
    emails: Listed[LanguageText] = Field(default_factory=list)
    phoneNumbers: Listed[PhoneNumber] = Field(default_factory=list)
    webPages: Listed[WebPage] = Field(default_factory=list)
    addresses: Listed[Address] = Field(default_factory=list)


class ChannelLink(Lenient):
    """A channel as a service names it, with contact details of their own."""

    serviceChannel: NullableReference = Reference()
    serviceHours: Listed[ServiceHour] = Field(default_factory=list)
    contactDetails: ContactDetails | None = None


class ServiceLink(Lenient):
    """A service as a channel names it."""

    service: NullableReference = Reference()


class PtvService(Lenient):
    id: Text = ""
    generalDescriptionId: Text = ""
    serviceNames: Listed[LanguageText] = Field(default_factory=list)
    serviceDescriptions: Listed[LanguageText] = Field(default_factory=list)
    serviceChargeType: Text = ""
    areaType: Text = ""
    areas: Listed[Area] = Field(default_factory=list)
    languages: Listed[str] = Field(default_factory=list)
    serviceClasses: Listed[Coded] = Field(default_factory=list)
    ontologyTerms: Listed[Coded] = Field(default_factory=list)
    targetGroups: Listed[Coded] = Field(default_factory=list)
    keywords: Listed[LanguageText] = Field(default_factory=list)
    requirements: Listed[LanguageText] = Field(default_factory=list)
    serviceChannels: Listed[ChannelLink] = Field(default_factory=list)
    organizations: Listed[OrganizationLink] = Field(default_factory=list)
    publishingStatus: Text = ""
    modified: Text = ""


class PtvChannel(Lenient):
    id: Text = ""
    serviceChannelType: Text = ""
    serviceChannelNames: Listed[LanguageText] = Field(default_factory=list)
    serviceChannelDescriptions: Listed[LanguageText] = Field(default_factory=list)
    phoneNumbers: Listed[PhoneNumber] = Field(default_factory=list)
    supportPhones: Listed[PhoneNumber] = Field(default_factory=list)
    emails: Listed[LanguageText] = Field(default_factory=list)
    supportEmails: Listed[LanguageText] = Field(default_factory=list)
    webPages: Listed[WebPage] = Field(default_factory=list)
    channelUrls: Listed[LanguageText] = Field(default_factory=list)
    addresses: Listed[Address] = Field(default_factory=list)
    serviceHours: Listed[ServiceHour] = Field(default_factory=list)
    services: Listed[ServiceLink] = Field(default_factory=list)
    publishingStatus: Text = ""


class LabelText(Lenient):
    """A text of a general description."""

    Lang: Text = ""
    Label: Text = ""


class KeyValue(Lenient):
    Key: Text = ""
    Value: Text = ""


class GeneralDescription(Lenient):
    """A national description (pohjakuvaus) as PTV's release package holds it."""

    Id: Text = ""
    Name: Listed[LabelText] = Field(default_factory=list)
    ShortDescription: Listed[LabelText] = Field(default_factory=list)
    Description: Listed[LabelText] = Field(default_factory=list)
    BackgroundDescription: Listed[LabelText] = Field(default_factory=list)
    ServiceRestrictions: Listed[LabelText] = Field(default_factory=list)
    UserInstructions: Listed[LabelText] = Field(default_factory=list)
    ChargeTypeAdditionalInfo: Listed[LabelText] = Field(default_factory=list)
    ChargeType: Text = ""
    ServiceClass: Listed[KeyValue] = Field(default_factory=list)
    OntologyTerm: Listed[KeyValue] = Field(default_factory=list)
    TargetGroup: Listed[KeyValue] = Field(default_factory=list)
