"""Bodies of PTV's interface, version 11, as far as we use them."""

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict

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
    name: Listed[LanguageText] = []


class MunicipalityReference(Lenient):
    code: Text = ""
    name: Listed[LanguageText] = []


class Area(Lenient):
    type: Text = ""
    code: Text = ""
    municipalities: Listed[MunicipalityReference] = []


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
    additionalInformation: Listed[LanguageText] = []
    openingHour: Listed[OpeningHour] = []


class StreetAddress(Lenient):
    street: Listed[LanguageText] = []
    streetNumber: Text = ""
    postalCode: Text = ""
    postOffice: Listed[LanguageText] = []
    municipality: MunicipalityReference | None = None
    additionalInformation: Listed[LanguageText] = []
    latitude: Text = ""
    longitude: Text = ""


class SentenceGroup(Lenient):
    class Line(Lenient):
        sentence: Listed[LanguageText] = []

    sentenceGroup: Listed[LanguageText] = []
    sentences: Listed[Line] = []


class Entrance(Lenient):
    accessibilitySentences: Listed[SentenceGroup] = []


class Address(Lenient):
    type: Text = ""
    streetAddress: StreetAddress | None = None
    otherAddress: StreetAddress | None = None
    entrances: Listed[Entrance] = []


class ContactDetails(Lenient):
    emails: Listed[LanguageText] = []
    phoneNumbers: Listed[PhoneNumber] = []
    webPages: Listed[WebPage] = []
    addresses: Listed[Address] = []


class ChannelLink(Lenient):
    """A channel as a service names it, with contact details of their own."""

    serviceChannel: NullableReference = Reference()
    serviceHours: Listed[ServiceHour] = []
    contactDetails: ContactDetails | None = None


class ServiceLink(Lenient):
    """A service as a channel names it."""

    service: NullableReference = Reference()


class PtvService(Lenient):
    id: Text = ""
    generalDescriptionId: Text = ""
    serviceNames: Listed[LanguageText] = []
    serviceDescriptions: Listed[LanguageText] = []
    serviceChargeType: Text = ""
    areaType: Text = ""
    areas: Listed[Area] = []
    languages: Listed[str] = []
    serviceClasses: Listed[Coded] = []
    ontologyTerms: Listed[Coded] = []
    targetGroups: Listed[Coded] = []
    keywords: Listed[LanguageText] = []
    requirements: Listed[LanguageText] = []
    serviceChannels: Listed[ChannelLink] = []
    organizations: Listed[OrganizationLink] = []
    publishingStatus: Text = ""
    modified: Text = ""


class PtvChannel(Lenient):
    id: Text = ""
    serviceChannelType: Text = ""
    serviceChannelNames: Listed[LanguageText] = []
    serviceChannelDescriptions: Listed[LanguageText] = []
    phoneNumbers: Listed[PhoneNumber] = []
    supportPhones: Listed[PhoneNumber] = []
    emails: Listed[LanguageText] = []
    supportEmails: Listed[LanguageText] = []
    webPages: Listed[WebPage] = []
    channelUrls: Listed[LanguageText] = []
    addresses: Listed[Address] = []
    serviceHours: Listed[ServiceHour] = []
    services: Listed[ServiceLink] = []
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
    Name: Listed[LabelText] = []
    ShortDescription: Listed[LabelText] = []
    Description: Listed[LabelText] = []
    BackgroundDescription: Listed[LabelText] = []
    ServiceRestrictions: Listed[LabelText] = []
    UserInstructions: Listed[LabelText] = []
    ChargeTypeAdditionalInfo: Listed[LabelText] = []
    ChargeType: Text = ""
    ServiceClass: Listed[KeyValue] = []
    OntologyTerm: Listed[KeyValue] = []
    TargetGroup: Listed[KeyValue] = []
