"""Calendars, feeds and linked data of a built site, as other programs read them.

    feeds.py lay CASE FOLDER    lays the files of tests/site/CASE.txt out in FOLDER, to be built
    feeds.py check SITE...      checks every .ics, .xml and .html below each SITE; exit status 1 and a line
                                for each fault

Calendars are read by icalendar, written again and compared line by line. Feeds are held against
`atom.rng` (after RFC 4287) by libxml2 and read by feedparser. JSON-LD is expanded by PyLD, and every type
and property looked up in the list below. `.ci/feeds` installs these and runs both on the sample and on the
cases that are about calendars and feeds.
"""

import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
SCHEMA = "https://schema.org/"

# What of schema.org is used, from the vocabulary as the npm package schema-dts 2.1.0 lists it (schema.org is
# under CC BY-SA 3.0): a type, the type above it, properties that are its own.
TYPES = {
    "Thing": (None, "description identifier mainEntityOfPage name url"),
    "CreativeWork": ("Thing", "about author creator dateCreated datePublished encoding encodingFormat headline "
                              "inLanguage license publisher"),
    "DigitalDocument": ("CreativeWork", ""),
    "Event": ("Thing", "about endDate eventAttendanceMode eventStatus inLanguage location organizer recordedIn "
                       "startDate subEvent"),
    "Organization": ("Thing", "areaServed member memberOf parentOrganization"),
    "GovernmentOrganization": ("Organization", ""),
    "Person": ("Thing", "memberOf"),
    "Place": ("Thing", "address"),
    "PropertyValue": ("Thing", "propertyID value"),
    "Role": ("Thing", "endDate roleName startDate"),
    # A role stands between a thing and what it belongs to, and has the property of both.
    "OrganizationRole": ("Role", "member memberOf"),
    "Legislation": ("CreativeWork", "legislationDate legislationIdentifier legislationLegalForce legislationPassedBy "
                                    "legislationRepeals legislationType"),
    "Article": ("CreativeWork", ""),
    "NewsArticle": ("Article", ""),
    "Report": ("Article", ""),
    "WebSite": ("CreativeWork", ""),
    "DataCatalog": ("CreativeWork", "dataset"),
    "Dataset": ("CreativeWork", "distribution"),
    "MediaObject": ("CreativeWork", "contentUrl"),
    "DataDownload": ("MediaObject", ""),
    "ItemList": ("Thing", "itemListElement"),
    "BreadcrumbList": ("ItemList", ""),
    "ListItem": ("Thing", "item position"),
}
NEEDED = {"Event": "name", "Legislation": "legislationIdentifier", "NewsArticle": "headline", "Person": "name",
          "GovernmentOrganization": "name", "Dataset": "description", "DataDownload": "contentUrl"}
VALUES = {"legislationLegalForce": "InForce NotInForce PartiallyInForce",
          "eventStatus": "EventScheduled EventCancelled EventPostponed EventRescheduled",
          "eventAttendanceMode": "OfflineEventAttendanceMode OnlineEventAttendanceMode MixedEventAttendanceMode"}
# Statuses and properties of RFC 5545 and RFC 7986 that an event may have once.
STATUSES = {"TENTATIVE", "CONFIRMED", "CANCELLED"}

faults = []


def fault(path, what):
    faults.append(f"{path}: {what}")


def lay(case, folder):
    """The files of a case over those of common.txt, as tests/generator/site.rs cuts them."""
    for name in ("common", case):
        text = (HERE.parent / "site" / f"{name}.txt").read_text(encoding="utf-8")
        for section in re.split(r"^=== ", text, flags=re.M)[1:]:
            name, text = section.split("\n", 1)
            if "." in name and not name.startswith("page "):
                target = pathlib.Path(folder) / name.strip()
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")


class Site:
    """A built site, and the address its pages say that it has."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        sitemap = (self.root / "robots.txt").read_text(encoding="utf-8")
        self.url = re.search(r"^Sitemap: (.*)sitemap\.xml$", sitemap, re.M).group(1)

    def files(self, extension):
        return sorted(self.root.rglob(f"*.{extension}"))

    def leads_somewhere(self, address):
        if not address.startswith(self.url):
            return False
        return (self.root / address[len(self.url):].split("#")[0]).is_file()


def each(paths, look):
    """What `look` counts in all files; one that a program cannot read at all is a fault like others."""
    many = 0
    for path in paths:
        try:
            many += look(path)
        except Exception as error:
            fault(path, f"{type(error).__name__}: {error}")
    return many


def check_calendars(site):
    from icalendar import Calendar
    said = {}

    def look(path):
        data = path.read_bytes()
        calendar = Calendar.from_ical(data)
        unfolded = lambda data: sorted(data.replace(b"\r\n ", b"").split(b"\r\n"))
        if unfolded(calendar.to_ical(sorted=False)) != unfolded(data):
            fault(path, "icalendar writes it otherwise than it read it")
        for component in calendar.walk():
            for error in component.errors:
                fault(path, f"icalendar: {error}")
        if not calendar.events:
            fault(path, "a calendar without any component")
        uids = [str(event["UID"]) for event in calendar.events]
        if len(set(uids)) != len(uids):
            fault(path, "an id comes twice")
        for event in calendar.events:
            check_event(site, path, event)
            version = (event["DTSTART"].to_ical(), event["SEQUENCE"], str(event["STATUS"]))
            if said.setdefault(str(event["UID"]), version) != version:
                fault(path, f"{event['UID']} is another event elsewhere")
        return len(calendar.events)

    return each(site.files("ics"), look)


def check_event(site, path, event):
    for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "STATUS", "URL"):
        if name not in event or isinstance(event[name], list):
            fault(path, f"{name} must be there once")
    for name in ("DTSTAMP", "DTSTART", "LAST-MODIFIED"):
        if event[name].dt.utcoffset() is None or event[name].dt.utcoffset().total_seconds() != 0:
            fault(path, f"{name} is not in universal time")
    if "DTEND" in event and event["DTEND"].dt <= event["DTSTART"].dt:
        fault(path, "it ends before it begins")
    if str(event["STATUS"]) not in STATUSES:
        fault(path, f"STATUS {event['STATUS']}")
    if not site.leads_somewhere(str(event["URL"])):
        fault(path, f"URL {event['URL']} leads nowhere")
    if not str(event["DESCRIPTION"]).endswith(str(event["URL"])):
        fault(path, "the description does not end with the address")


def check_feeds(site):
    import feedparser
    from lxml import etree
    schema = etree.RelaxNG(etree.parse(str(HERE / "atom.rng")))

    def look(path):
        tree = etree.parse(str(path))
        if not schema.validate(tree):
            fault(path, f"atom.rng: {schema.error_log.last_error}")
        feed = feedparser.parse(path.read_bytes())
        if feed.bozo:
            fault(path, f"feedparser: {feed.bozo_exception}")
        own = next(link.href for link in feed.feed.links if link.rel == "self")
        if own != site.url + path.relative_to(site.root).as_posix():
            fault(path, f"its own link is {own}")
        ids = [feed.feed.id] + [entry.id for entry in feed.entries]
        if len(set(ids)) != len(ids):
            fault(path, "an id comes twice")
        for entry in feed.entries:
            if entry.updated_parsed < entry.published_parsed:
                fault(path, f"{entry.id} was updated before it was published")
            if feed.feed.updated_parsed < entry.updated_parsed:
                fault(path, f"{entry.id} is newer than the feed")
            if not site.leads_somewhere(entry.link):
                fault(path, f"{entry.link} leads nowhere")
        if not site.leads_somewhere(feed.feed.link):
            fault(path, f"{feed.feed.link} leads nowhere")
        return len(feed.entries)

    return each((path for path in site.files("xml") if path.name != "sitemap.xml"), look)


def properties_of(kind):
    above, own = TYPES[kind]
    return set(own.split()) | (properties_of(above) if above else set())


def check_data(site):
    from pyld import jsonld
    context = {"@vocab": SCHEMA, "url": {"@type": "@id"}, "item": {"@type": "@id"}, "contentUrl": {"@type": "@id"},
               "mainEntityOfPage": {"@type": "@id"}, "eventStatus": {"@type": "@id"},
               "legislationLegalForce": {"@type": "@id"},
               "eventAttendanceMode": {"@type": "@id"}}
    loader = lambda url, options=None: {"contentType": "application/ld+json", "contextUrl": None,
                                        "documentUrl": url, "document": {"@context": context}}

    def look(path):
        things = 0
        blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script', path.read_text(encoding="utf-8"), re.S)
        for block in blocks:
            for thing in jsonld.expand(json.loads(block), {"documentLoader": loader}):
                things += check_thing(site, path, thing)
        return things

    return each(site.files("html"), look)


def check_thing(site, path, thing):
    kinds = [kind.removeprefix(SCHEMA) for kind in thing.get("@type", [])]
    if len(kinds) != 1 or kinds[0] not in TYPES:
        fault(path, f"no type that is known: {kinds}")
        return 1
    kind, many = kinds[0], 1
    named = {key.removeprefix(SCHEMA) for key in thing if not key.startswith("@")}
    for name in sorted(named - properties_of(kind)):
        fault(path, f"{kind} has no property {name}")
    # Where only its name is meant to be given, an id stands for all it is.
    if NEEDED.get(kind) not in named | {None} and "@id" not in thing:
        fault(path, f"{kind} without {NEEDED[kind]}")
    for name in named:
        for value in thing[SCHEMA + name]:
            if "@type" in value and "@value" not in value:
                many += check_thing(site, path, value)
            if name in VALUES and value["@id"].removeprefix(SCHEMA) not in VALUES[name].split():
                fault(path, f"{name} {value['@id']}")
            if name in ("url", "item", "contentUrl", "mainEntityOfPage") and "@id" in value:
                if value["@id"] != site.url and not site.leads_somewhere(value["@id"]):
                    fault(path, f"{name} {value['@id']} leads nowhere")
    return many


def check(roots):
    for site in map(Site, roots):
        events, entries, things = check_calendars(site), check_feeds(site), check_data(site)
        print(f"{site.root}: {len(site.files('ics'))} calendars with {events} events, {len(site.files('xml')) - 1} "
              f"feeds with {entries} entries, {things} things of schema.org")
        if not (events and entries and things):
            fault(site.root, "nothing to check")


if sys.argv[1] == "lay":
    lay(*sys.argv[2:])
else:
    check(sys.argv[2:])
    print("\n".join(faults) if faults else "no fault")
    sys.exit(1 if faults else 0)
