"""Budget methods against pabutools: winners of random small instances with many ties.

Under `listed-order` the winners are compared: pabutools breaks ties by the names of the projects, which
are in the order of the list here. For the knapsack all best sets are compared with what is tied.

    python3 -m venv /tmp/peer && /tmp/peer/bin/pip install pabutools
    /tmp/peer/bin/python tests/peer/budget.py [INSTANCES]
"""

import itertools
import json
import os
import random
import subprocess
import sys

from pabutools.election import (ApprovalBallot, ApprovalProfile, Cardinality_Sat, CardinalBallot,
                                CardinalProfile, Cost_Sat, Additive_Cardinal_Sat, Instance, Project)
from pabutools.rules import (greedy_utilitarian_welfare, method_of_equal_shares, sequential_phragmen)

MANY = int(sys.argv[1]) if len(sys.argv) > 1 else 2000


def draw(rng, points):
    count, budget = rng.randint(2, 6), rng.choice([6, 10, 12, 20])
    costs = [rng.randint(1, min(budget, 8)) for _ in range(count)]
    ids = [f"p{n}" for n in range(count)]
    ballots = []
    for _ in range(rng.randint(2, 8)):
        named = rng.sample(ids, rng.randint(1, count))
        ballots.append({i: rng.randint(1, 3) if points else 1 for i in named})
    named = {i for ballot in ballots for i in ballot}
    keep = [n for n in range(count) if ids[n] in named]
    return [ids[n] for n in keep], [costs[n] for n in keep], budget, ballots


def case(method, instance, points, extra):
    ids, costs, budget, ballots = instance
    rules = {"method": method, "ballot": "points" if points else "choices", "choices-min": "1",
             "choices-max": "9", "support": "points" if points else "votes", "currency": "EUR",
             "envelopes": [f"city {budget}"], "minimum-support": "1", "ties": "listed-order"} | extra
    options = [{"id": i, "cost": str(c), "pays-from": ["city"]} for i, c in zip(ids, costs)]
    body = [{"points": b} if points else {"choices": list(b)} for b in ballots]
    return {"rules": rules, "options": options, "ballots": body}


def peer(instance, points):
    ids, costs, budget, ballots = instance
    projects = {i: Project(i, c) for i, c in zip(ids, costs)}
    election = Instance(projects.values(), budget_limit=budget)
    if points:
        profile = CardinalProfile([CardinalBallot({projects[i]: p for i, p in b.items()}) for b in ballots])
    else:
        profile = ApprovalProfile([ApprovalBallot(projects[i] for i in b) for b in ballots])
    return election, profile


def names(allocation):
    return frozenset(p.name for p in allocation)


def best_sets(instance):
    ids, costs, budget, ballots = instance
    support = {i: sum(b.get(i, 0) for b in ballots) for i in ids}
    best, sets = -1, []
    for size in range(len(ids) + 1):
        for chosen in itertools.combinations(range(len(ids)), size):
            if sum(costs[n] for n in chosen) <= budget:
                total = sum(support[ids[n]] for n in chosen)
                if total > best:
                    best, sets = total, []
                if total == best:
                    sets.append(frozenset(ids[n] for n in chosen))
    return sets


def equal_shares(instance, points, sat, step):
    election, profile = peer(instance, points)
    return names(method_of_equal_shares(election, profile, sat_class=sat, voter_budget_increment=step))


def greedy(instance, points):
    election, profile = peer(instance, points)
    # Greedy by support, not by support for the money: a satisfaction that the rule divides by the cost.
    ids, costs, budget, ballots = instance
    support = {i: sum(b.get(i, 0) for b in ballots) for i in ids}
    from pabutools.tiebreaking import lexico_tie_breaking
    if points:
        cost = dict(zip(ids, costs))
        scaled = CardinalProfile([CardinalBallot({p: b[p] * cost[p.name] for p in b}) for b in profile])
        return names(greedy_utilitarian_welfare(election, scaled, sat_class=Additive_Cardinal_Sat,
                                                tie_breaking=lexico_tie_breaking))
    return names(greedy_utilitarian_welfare(election, profile, sat_class=Cost_Sat,
                                            tie_breaking=lexico_tie_breaking))


def phragmen(instance):
    election, profile = peer(instance, False)
    return names(sequential_phragmen(election, profile))


SHARES = {"sharers": "cast", "completion": "none"}
ADD = {"sharers": "cast", "completion": "add1", "add-step": "1", "add-steps-max": "1000"}
METHODS = {
    "greedy by votes": ("budget-greedy/2", False, {"too-dear": "skip"}, lambda i: greedy(i, False)),
    "greedy by points": ("budget-greedy/2", True, {"too-dear": "skip"}, lambda i: greedy(i, True)),
    "equal shares, cost": ("budget-equal-shares/1", False, SHARES | {"utility": "cost"},
                           lambda i: equal_shares(i, False, Cost_Sat, None)),
    "equal shares, votes": ("budget-equal-shares/1", False, SHARES | {"utility": "votes"},
                            lambda i: equal_shares(i, False, Cardinality_Sat, None)),
    "equal shares, points": ("budget-equal-shares/1", True, SHARES | {"utility": "points"},
                             lambda i: equal_shares(i, True, Additive_Cardinal_Sat, None)),
    "equal shares, cost, add1": ("budget-equal-shares/1", False, ADD | {"utility": "cost"},
                                 lambda i: equal_shares(i, False, Cost_Sat, 1)),
    "equal shares, votes, add1": ("budget-equal-shares/1", False, ADD | {"utility": "votes"},
                                  lambda i: equal_shares(i, False, Cardinality_Sat, 1)),
    "equal shares, points, add1": ("budget-equal-shares/1", True, ADD | {"utility": "points"},
                                   lambda i: equal_shares(i, True, Additive_Cardinal_Sat, 1)),
    "Phragmén": ("budget-phragmen/1", False, {"too-dear": "stop"}, phragmen),
    "knapsack": ("budget-knapsack/1", True, {"sets-max": "100000", "ties": "report"}, best_sets),
    "knapsack, listed": ("budget-knapsack/1", False, {"sets-max": "100000"}, best_sets),
}


def agrees(name, ours, theirs):
    outcome = {}
    for step in ours.get("count", ours)["options"]:
        outcome.setdefault(step["outcome"], set()).add(step["option"])
    won, tied = frozenset(outcome.get("selected", ())), outcome.get("tied", set())
    if name == "knapsack":
        every, some = frozenset.intersection(*theirs), frozenset.union(*theirs)
        return won == every and tied == some - every and ours["several"] == (len(theirs) > 1)
    if name == "knapsack, listed":
        return won in theirs
    return won == theirs and not tied


def main():
    rng = random.Random(20260504)
    instances = [(name, draw(rng, points)) for name, (_, points, _, _) in METHODS.items() for _ in range(MANY)]
    lines = [json.dumps(case(METHODS[n][0], i, METHODS[n][1], METHODS[n][2])) for n, i in instances]
    command = [os.environ["COUNT"]] if "COUNT" in os.environ else ["cargo", "run", "-q", "--example", "count"]
    answer = subprocess.run(command, input="\n".join(lines) + "\n",
                            capture_output=True, text=True, check=True).stdout.splitlines()
    same, differ = {}, {}
    for (name, instance), line in zip(instances, answer, strict=True):
        theirs = METHODS[name][3](instance)
        if agrees(name, json.loads(line), theirs):
            same[name] = same.get(name, 0) + 1
        else:
            differ.setdefault(name, []).append((instance, line, theirs))
    for name in METHODS:
        print(f"{name}: {same.get(name, 0)} agree, {len(differ.get(name, []))} differ")
        for instance, line, theirs in differ.get(name, [])[:2]:
            print("   ", instance, "\n   ours:", line, "\n   theirs:", theirs)
    sys.exit(1 if differ else 0)


main()
