"""Each file for machines of a finished website, by the validator of its own standard.

Usage: check.py SITE. Prints one line a file, what is wrong below it, and ends with status 1 where
something is. A file below data/ that no line of CHECKS takes is a finding: it would be published
unchecked.
"""

import contextlib
import fnmatch
import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path

SCHEMAS = Path(__file__).parent.parent / "schemas"
OURS = Path(__file__).parent.parent.parent / "docs" / "schemas"
BIN = Path(sys.executable).parent


def run(*command):
    """The status and the output of a tool of the same environment."""
    done = subprocess.run([BIN / command[0], *command[1:]], capture_output=True, text=True)
    return done.returncode, done.stdout or done.stderr


# What pabulib-checker warns of where it does not know the rule: it cannot count the winners again.
BEYOND_PABULIB = {"greedy-custom cannot be verified", "rule validation skipped", "unused budget"}


def pabulib(path):
    """pabulib-checker, which also counts the votes of each project again."""
    from pabulib.checker import Checker

    with contextlib.redirect_stdout(io.StringIO()):
        results = Checker().process_files([str(path)])
    files = [of for name, of in results.items() if name not in ("metadata", "summary")]
    found = [of["results"] for of in files if isinstance(of["results"], dict)]
    errors = [fault for of in found for fault in of.get("errors", {}).items()]
    warnings = [fault for of in found for fault in of.get("warnings", {}).items() if fault[0] not in BEYOND_PABULIB]
    unread = results["metadata"]["invalid"] and not errors
    return [f"{name}: {said}" for name, said in errors + warnings] + (["not valid"] if unread else [])


def validata(path):
    """validata with the schema of SCDL and its custom checks; also that no column is missing or moved."""
    schema = SCHEMAS / "scdl" / "deliberations.2.1.5.schema.json"
    status, output = run("validata", "--schema", schema, path)
    if status:
        return [output.strip().splitlines()[-1]]
    report = json.loads(output)
    tasks = report["tasks"]
    faults = [*report["errors"], *(fault for task in tasks for fault in task["errors"] + task["structure_warnings"])]
    columns = [field["name"] for field in json.loads(schema.read_text())["fields"]]
    header = path.read_text().splitlines()[0].split(",")
    if header != columns:
        faults.append(f"the columns are {header}")
    return [str(fault) for fault in faults] or ([] if report["valid"] else ["not valid"])


def frictionless(path):
    """frictionless, over every table that the package lists: sizes, hashes, types, keys and links."""
    status, output = run("frictionless", "validate", "--json", path)
    report = json.loads(output)
    tasks = report["tasks"]
    faults = [f"{task['resource'].get('path')}: {fault['message']}" for task in tasks for fault in task["errors"]]
    faults += [fault["message"] for fault in report["errors"]]
    return faults or ([] if report["valid"] and not status else ["not valid"])


def listed(path):
    """Whether the package, which frictionless checks with all that it lists, lists this file."""
    package = json.loads((path.parent / "datapackage.json").read_text())
    return [] if any(of["path"] == path.name for of in package["resources"]) else ["not in datapackage.json"]


def listed_deliberations(path):
    """Both: the schema of others, and the package."""
    return validata(path) + listed(path)


def table_schema(path):
    """frictionless, on the schema itself; and that the package says that it is the schema of a table."""
    from frictionless import Schema

    package = json.loads((path.parent / "datapackage.json").read_text())
    faults = [str(fault) for fault in Schema(str(path)).metadata_errors]
    if all(of.get("schema") != path.name for of in package["resources"]):
        faults.append("the schema of no table")
    return faults


# Which class the members of each list of popolo.json are of.
POPOLO = {
    "persons": "person",
    "organizations": "organization",
    "memberships": "membership",
    "events": "event",
    "motions": "motion",
    "vote_events": "vote_event",
}


def popolo(path):
    """jsonschema, with the schemas of Popolo (draft 3); and that every id that is named is there."""
    from jsonschema import Draft3Validator, FormatChecker
    from referencing import Registry
    from referencing.jsonschema import DRAFT3

    schemas = [json.loads(file.read_text()) for file in sorted((SCHEMAS / "popolo").glob("*.json"))]
    registry = Registry().with_resources((of["id"].rstrip("#"), DRAFT3.create_resource(of)) for of in schemas)
    schemas = {of["id"].rsplit("/", 1)[1].removesuffix(".json#"): of for of in schemas}
    all_of = json.loads(path.read_text())
    faults = [f"the list {name} is not known" for name in all_of if name not in POPOLO]
    for name, kind in POPOLO.items():
        validator = Draft3Validator(schemas[kind], registry=registry, format_checker=FormatChecker())
        for item in all_of[name]:
            faults += [f"{name} {item.get('id')}: {fault.message}" for fault in validator.iter_errors(item)]
    ids = {name: {item["id"] for item in all_of[name]} for name in POPOLO}
    for name in POPOLO:
        if len(ids[name]) < len(all_of[name]):
            faults.append(f"{name}: an id stands twice")
    named = [("person_id", "persons"), ("voter_id", "persons"), ("organization_id", "organizations"),
             ("parent_id", "organizations"), ("legislative_session_id", "events"), ("motion_id", "motions")]
    items = [item for name in POPOLO for item in all_of[name]]
    for item in items + [vote for item in items for vote in item.get("votes", [])]:
        faults += [f"{key} {item[key]} is nobody" for key, name in named if key in item and item[key] not in ids[name]]
    for item in all_of["vote_events"]:
        cast = [vote["option"] for vote in item.get("votes", [])]
        for count in item["counts"]:
            if cast and cast.count(count["option"]) != count["value"]:
                faults.append(f"vote_events {item['id']}: {count} and {cast}")
    return faults


TYPE = "https://schema.oparl.org/1.1/"


def objects(value):
    """Every object of OParl in a value, those that stand within others among them."""
    if isinstance(value, dict):
        if "id" in value:
            yield value
        value = list(value.values())
    for inner in value if isinstance(value, list) else []:
        yield from objects(inner)


def oparl(paths):
    """check-jsonschema, with the schema of each type: every file, and each object within it or in its list.

    Also that an object's id is its address, that every address of the profile leads to a file, and that a
    list has its pages."""
    base = next(parent for parent in paths[0].parents if parent.name == "oparl")
    root = json.loads((base / "system.json").read_text())["id"].removesuffix("system.json")
    files = {path: json.loads(path.read_text()) for path in paths}
    faults = {path: oparl_links(path, file, base, root) for path, file in files.items()}
    with tempfile.TemporaryDirectory() as folder:
        kinds, came_from = {}, {}
        for path, file in files.items():
            for item in objects(file):
                if not str(item.get("type")).startswith(TYPE):
                    faults[path].append(f"{item['id']} is of the type {item.get('type')}")
                    continue
                name = Path(folder) / f"{len(came_from)}.json"
                name.write_text(json.dumps(item))
                came_from[str(name)] = path
                kinds.setdefault(item["type"].removeprefix(TYPE), []).append(name)
        for kind, names in kinds.items():
            schema = SCHEMAS / "oparl" / f"{kind}.json"
            options = ["--regex-variant", "python", "--output-format", "json", "--schemafile", schema]
            status, output = run("check-jsonschema", *options, *names)
            report = json.loads(output) if output.startswith("{") else {"errors": [], "parse_errors": [output]}
            for fault in report["errors"]:
                faults[came_from[fault["filename"]]].append(f"{kind}: {fault['path']}: {fault['message']}")
            if status and not report["errors"]:
                faults[paths[0]].append(f"{kind}: {output}")
    return faults


def records(paths):
    """check-jsonschema, with our own schemas: the files of single records, and their list, which must name each."""
    faults = {path: [] for path in paths}
    for path in paths:
        listing = path.name == "records.json"
        schema = OURS / ("records.json" if listing else "record.json")
        status, output = run("check-jsonschema", "--schemafile", schema, path)
        if status:
            faults[path].append(output.strip())
        elif listing:
            named = {of["json"].rsplit("/data/", 1)[-1] for of in json.loads(path.read_text())["records"]}
            there = {other.relative_to(path.parent).as_posix() for other in paths} - {path.name}
            faults[path] += [f"{name} is on one side alone" for name in sorted(named ^ there)]
    return faults


def oparl_links(path, file, base, root):
    """What is wrong with the addresses of one file."""
    faults = [f"{link} leads nowhere" for link in links(file, root) if not (base / link.removeprefix(root)).is_file()]
    if "data" in file:
        faults += [f"a list without {key}" for key in ("pagination", "links") if key not in file]
        numbers = file.get("pagination", {})
        if numbers.get("currentPage", 0) < numbers.get("totalPages", 0) and "next" not in file.get("links", {}):
            faults.append("a page without the next one")
    elif file.get("id") != root + path.relative_to(base).as_posix():
        faults.append(f"its id is {file.get('id')}")
    return faults


def links(value, root):
    """Every address of a file of the profile that stands in a value."""
    if isinstance(value, str):
        yield from [value] if value.startswith(root) else []
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from links(inner, root)


def each(check):
    """A check of one file as a check of several, which says what is wrong with each."""
    def several(paths):
        return {path: check(path) for path in paths}

    several.__name__ = check.__name__
    return several


# Which files, by their path in the site, and the function that says what is wrong with them. The first
# line that fits a file is taken.
CHECKS = [
    ("data/datapackage.json", each(frictionless)),
    ("data/deliberations*.csv", each(listed_deliberations)),
    ("data/*.csv", each(listed)),
    ("data/*.schema.json", each(table_schema)),
    ("data/popolo.json", each(popolo)),
    ("data/oparl/*.json", oparl),
    ("data/*.pb", each(pabulib)),
    ("data/*.json", records),
]


def main(site):
    taken = {}
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name = path.relative_to(site).as_posix()
        line = next((at for at, (pattern, _) in enumerate(CHECKS) if fnmatch.fnmatch(name, pattern)), None)
        if line is not None or name.startswith("data/") and path.suffix != ".html":
            taken.setdefault(line, []).append(path)
    wrong = 0
    for line, paths in taken.items():
        name = "nobody" if line is None else CHECKS[line][1].__name__
        found = {path: ["no validator looks at it"] for path in paths} if line is None else CHECKS[line][1](paths)
        for path, faults in found.items():
            wrong += bool(faults)
            print(f"{path.relative_to(site).as_posix()}: {'valid' if not faults else 'NOT VALID'} ({name})")
            for fault in faults:
                print(f"    {fault}")
    looked_at = sum(len(paths) for paths in taken.values())
    print(f"{looked_at} files looked at, {wrong} not valid")
    return 1 if wrong or not looked_at else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
