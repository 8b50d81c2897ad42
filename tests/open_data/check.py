"""Each file for machines of a finished website, by the validator of its own standard.

Usage: check.py SITE. Prints one line a file, what is wrong below it, and ends with status 1 where
something is. A file below data/ that no line of CHECKS takes is a finding: it would be published
unchecked.
"""

import contextlib
import fnmatch
import io
import sys
from pathlib import Path


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


# Which files, by their path in the site, and the function that says what is wrong with one. The first
# line that fits is taken.
CHECKS = [
    ("*.pb", pabulib),
]


def main(site):
    files = sorted(path for path in site.rglob("*") if path.is_file())
    looked_at, wrong = 0, 0
    for path in files:
        name = path.relative_to(site).as_posix()
        check = next((check for pattern, check in CHECKS if fnmatch.fnmatch(name, pattern)), None)
        if check is None:
            continue
        looked_at += 1
        faults = check(path)
        wrong += bool(faults)
        print(f"{name}: {'valid' if not faults else 'NOT VALID'} ({check.__name__})")
        for fault in faults:
            print(f"    {fault}")
    print(f"{looked_at} files looked at, {wrong} not valid")
    return 1 if wrong or not looked_at else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
