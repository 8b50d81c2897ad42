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
from pathlib import Path

SCHEMAS = Path(__file__).parent.parent / "schemas"
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


# Which files, by their path in the site, and the function that says what is wrong with one. The first
# line that fits is taken.
CHECKS = [
    ("data/datapackage.json", frictionless),
    ("data/deliberations*.csv", listed_deliberations),
    ("data/*.csv", listed),
    ("data/*.schema.json", table_schema),
    ("data/*.pb", pabulib),
]


def main(site):
    looked_at, wrong = 0, 0
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name = path.relative_to(site).as_posix()
        check = next((check for pattern, check in CHECKS if fnmatch.fnmatch(name, pattern)), None)
        if check is None and (not name.startswith("data/") or path.suffix == ".html"):
            continue
        looked_at += 1
        faults = check(path) if check else ["no validator looks at it"]
        wrong += bool(faults)
        print(f"{name}: {'valid' if not faults else 'NOT VALID'} ({check.__name__ if check else 'nobody'})")
        for fault in faults:
            print(f"    {fault}")
    print(f"{looked_at} files looked at, {wrong} not valid")
    return 1 if wrong or not looked_at else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
