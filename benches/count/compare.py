"""The same ballots counted by Parvis and by pabutools in one run: processor time of each count, and their ratio.

The bench writes its ballots as a file of Pabulib and counts them; pabutools reads the file and counts them too. Both
are timed for the count alone, with the ballots in memory, and must name the same winners. Both reckon with exact
fractions.

    python3 -m venv /tmp/peer && /tmp/peer/bin/pip install pabutools
    /tmp/peer/bin/python benches/count/compare.py [BALLOTS]
"""

import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from pabutools.election import Cardinality_Sat, Cost_Sat, parse_pabulib
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
from pabutools.tiebreaking import lexico_tie_breaking

BALLOTS = sys.argv[1] if len(sys.argv) > 1 else "93000"
ROOT = Path(__file__).resolve().parents[2]

# Greedy by support: pabutools divides a satisfaction by the cost, so that of the cost leaves the support.
PEERS = {
    "budget-greedy/2": lambda election, profile: greedy_utilitarian_welfare(
        election, profile, sat_class=Cost_Sat, tie_breaking=lexico_tie_breaking),
    "budget-equal-shares/1, cost": lambda election, profile: method_of_equal_shares(
        election, profile, sat_class=Cost_Sat, tie_breaking=lexico_tie_breaking),
    "budget-equal-shares/1, votes": lambda election, profile: method_of_equal_shares(
        election, profile, sat_class=Cardinality_Sat, tie_breaking=lexico_tie_breaking),
}


def main():
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "ballots.pb")
        command = ["cargo", "bench", "--quiet", "--bench", "count", "--", "--ballots", BALLOTS, "--times", "20",
                   "--pb", file]
        ours = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        election, profile = parse_pabulib(file)
    print(f"{len(profile)} ballots, {len(election)} projects; processor seconds of a count; pabutools "
          f"{version('pabutools')}")
    print(f"{'method':<32} {'Parvis':>8} {'pabutools':>10} {'ratio':>8}  winners")
    same = True
    for line in filter(None, ours.splitlines()):
        name, seconds, won = line.split("\t")
        start = time.process_time()
        theirs = {project.name for project in PEERS[name](election, profile)}
        took = time.process_time() - start
        agree = theirs == set(won.split())
        same &= agree
        print(f"{name:<32} {float(seconds):>8.3f} {took:>10.1f} {took / max(float(seconds), 0.0005):>7.0f}x  "
              f"{len(theirs)}, {'the same' if agree else 'OTHERS'}", flush=True)
    sys.exit(0 if same else 1)


main()
