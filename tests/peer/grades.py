#!/usr/bin/env python3
"""Compares single-choice/1, approval/1, score/1, cumulative/1 and majority-judgment/1 with other counts.

Plurality and approval, and score where no two ballots weigh alike, are asked of pref_voting; sums of
points and the majority judgment of the few lines below, which take one median grade away at a time
from a list of every grade, as Balinski and Laraki describe it. Every instance has one winner to find,
or the set of those that tie for it; small numbers force ties.
"""

import json
import os
import random
import subprocess
import sys
from fractions import Fraction

from pref_voting.grade_methods import approval, score_voting
from pref_voting.grade_profiles import GradeProfile
from pref_voting.profiles import Profile
from pref_voting.voting_methods import plurality

EACH = 2500
NAMES = ["a", "b", "c", "d", "e"]
SCALE = ["excellent", "good", "fair", "poor"]
PLACES = {"winners": "1", "minimum-support": "0", "ties": "report"}


def draw(rng, options, ballots, value):
    """Ballots with weights; few, so that ties are common."""
    return [(rng.randint(1, 2), {o: value(rng) for o in options}) for _ in range(ballots)]


def best(sums):
    top = max(sums.values())
    return {o for o, value in sums.items() if value == top and value > 0}


def graded(profile, grades, method):
    """The winners of a method of pref_voting on grades."""
    options = sorted({o for _, ballot in profile for o in ballot})
    number = {o: at for at, o in enumerate(options)}
    maps = [{number[o]: grade for o, grade in ballot.items()} for _, ballot in profile]
    counts = [weight for weight, _ in profile]
    found = method(GradeProfile(maps, grades, gcounts=counts, candidates=sorted(number.values())))
    return {options[at] for at in found}


def single_choice(rng):
    options = NAMES[: rng.randint(2, 5)]
    ballots = [(rng.randint(1, 2), rng.sample(options, len(options))) for _ in range(rng.randint(1, 7))]
    rules = {"method": "single-choice/1", "majority": "none", "comparison": "none", "base": "none", **PLACES}
    case = [{"weight": weight, "choices": [order[0]]} for weight, order in ballots]
    number = {o: at for at, o in enumerate(options)}
    profile = Profile([[number[o] for o in order] for _, order in ballots], rcounts=[w for w, _ in ballots])
    return rules, options, case, {options[at] for at in plurality(profile)}


def single_choice_majority(rng):
    """Half of the ballots, by fractions."""
    options = NAMES[: rng.randint(2, 4)]
    ballots = [(rng.randint(1, 2), rng.choice([*options, None])) for _ in range(rng.randint(1, 7))]
    base, comparison = rng.choice(["expressed", "cast"]), rng.choice(["more-than", "at-least"])
    rules = {"method": "single-choice/1", "majority": "1/2", "comparison": comparison, "base": base, **PLACES}
    case = [{"weight": weight, "choices": [o] if o else []} for weight, o in ballots]
    whole = sum(weight for weight, o in ballots if o or base == "cast")
    sums = {o: sum(weight for weight, chosen in ballots if chosen == o) for o in options}

    def reached(value):
        share = Fraction(value, whole or 1)
        return share > Fraction(1, 2) or (share == Fraction(1, 2) and comparison == "at-least")

    return rules, options, case, {o for o in best(sums) if reached(sums[o])}


def approval_vote(rng):
    options = NAMES[: rng.randint(2, 5)]
    ballots = draw(rng, options, rng.randint(1, 7), lambda rng: rng.randint(0, 1))
    rules = {"method": "approval/1", "choices-min": "1", "choices-max": "5", "choices-per-category": "none", **PLACES}
    case = [{"weight": w, "choices": [o for o in options if ballot[o]]} for w, ballot in ballots]
    expected = graded(ballots, [0, 1], approval)
    nobody = all(not any(ballot.values()) for _, ballot in ballots)
    return rules, options, case, set() if nobody else expected


def score_vote(rng):
    options = NAMES[: rng.randint(2, 5)]
    ballots = draw(rng, options, rng.randint(1, 7), lambda rng: rng.randint(0, 3))
    rules = {"method": "score/1", "max-points": "3", "missing": "zero", **PLACES}
    # What has no points is left out of half of the ballots.
    case = [
        {"weight": w, "points": {o: p for o, p in ballot.items() if p or rng.random() < 0.5}} for w, ballot in ballots
    ]
    expected = graded(ballots, [0, 1, 2, 3], score_voting)
    nobody = all(not any(ballot.values()) for _, ballot in ballots)
    return rules, options, case, set() if nobody else expected


def cumulative(rng):
    options = NAMES[: rng.randint(2, 5)]
    ballots = []
    for _ in range(rng.randint(1, 7)):
        ballot = {}
        for _ in range(4):
            o = rng.choice(options)
            ballot[o] = ballot.get(o, 0) + 1
        ballots.append((rng.randint(1, 2), ballot))
    rules = {"method": "cumulative/1", "points-per-ballot": "4", "max-points": "4", "spending": "all", **PLACES}
    case = [{"weight": weight, "points": ballot} for weight, ballot in ballots]
    return rules, options, case, best({o: sum(w * b.get(o, 0) for w, b in ballots) for o in options})


def majority_value(row):
    """The grades in the order in which they are taken away: each time the lower middle one."""
    row, removed = sorted(row), []
    while row:
        removed.append(row.pop(len(row) // 2))
    return removed


def judgment(rng):
    options = NAMES[: rng.randint(2, 5)]
    few = rng.randint(2, 4)
    ballots = draw(rng, options, rng.randint(1, 8), lambda rng: rng.choice([None, *range(few)]))
    blank = rng.choice(["lowest", "not-counted"])
    rules = {
        "method": "majority-judgment/1",
        "grades-best-first": SCALE,
        "missing": "lowest",
        "blank": blank,
        "winners": "1",
        "ties": "report",
    }
    case = [
        {"weight": w, "grades": {o: SCALE[grade] for o, grade in ballot.items() if grade is not None}}
        for w, ballot in ballots
    ]
    counted = [(w, b) for w, b in ballots if blank == "lowest" or any(g is not None for g in b.values())]
    worst = len(SCALE) - 1
    values = {
        o: majority_value([worst if b[o] is None else b[o] for w, b in counted for _ in range(w)]) for o in options
    }
    first = min(values.values())
    expected = {o for o, value in values.items() if value == first} if counted else set()
    order = sorted(map(tuple, values.values()))
    return rules, options, case, expected, [SCALE[value[0]] for value in order] if counted else None


def main():
    rng = random.Random(20260401)
    makers = [single_choice, single_choice_majority, approval_vote, score_vote, cumulative, judgment]
    cases = [(maker.__name__, maker(rng)) for maker in makers for _ in range(EACH)]
    lines = [
        json.dumps({"rules": rules, "options": [{"id": o} for o in options], "seats": 100, "ballots": ballots})
        for _, (rules, options, ballots, *_) in cases
    ]
    command = [os.environ["COUNT"]] if "COUNT" in os.environ else ["cargo", "run", "-q", "--example", "count"]
    run = subprocess.run(command, input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    answers = run.stdout.splitlines()
    assert len(answers) == len(cases), run.stderr
    different = ties = 0
    totals = {}
    for (name, (rules, _, ballots, expected, *medians)), line in zip(cases, answers):
        answer = json.loads(line)
        found = {step["option"] for step in answer["options"] if step["outcome"] in ("selected", "tied")}
        tied = {step["option"] for step in answer["options"] if step["outcome"] == "tied"}
        wrong = found != expected or bool(tied) != (len(expected) > 1)
        if medians and medians[0]:
            wrong = wrong or [step["median"] for step in answer["options"]] != medians[0]
        same, with_ties = totals.get(name, (0, 0))
        totals[name] = (same + (not wrong), with_ties + (len(expected) > 1))
        if wrong:
            different += 1
            print("DIFFERENT", name, json.dumps(rules), ballots, "expected", sorted(expected), "found", sorted(found))
    for name, (same, with_ties) in totals.items():
        print(f"{name}: {same} of {EACH} the same, {with_ties} of them with a tie")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
