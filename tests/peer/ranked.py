"""Ranked methods against pref_voting and votekit: random small polls, most with ties.

    python -m venv /tmp/peer && /tmp/peer/bin/pip install pref_voting votekit
    /tmp/peer/bin/python tests/peer/ranked.py [instances of each method]
"""

import json
import os
import random
import subprocess
import sys
import warnings

import networkx as nx

warnings.filterwarnings("ignore")

from pref_voting.iterative_methods import instant_runoff_put
from pref_voting.margin_based_methods import beat_path, beat_path_defeat, ranked_pairs, ranked_pairs_defeats
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.proportional_methods import stv_scottish
from pref_voting.scoring_methods import borda_for_profile_with_ties
from pref_voting.weighted_majority_graphs import MarginGraph
from votekit.ballot import RankBallot
from votekit.pref_profile import RankProfile
from votekit.utils.common_utils import score_dict_from_score_vector

rng = random.Random(20070042)


def ranking(size, ties):
    """A truncated ranking of options from 1 on (in pref_voting, option 0 counts as none in places)."""
    options = list(range(1, size + 1))
    rng.shuffle(options)
    ranks = []
    for option in options[: rng.randint(1, size)]:
        if ranks and ties and rng.random() < 0.3:
            ranks[-1].append(option)
        else:
            ranks.append([option])
    return ranks


def poll(sizes, voters, ties):
    size = rng.randint(*sizes)
    return size, [(ranking(size, ties), rng.randint(1, 3)) for _ in range(rng.randint(*voters))]


def case(rules, size, ballots):
    name = "o{:02}".format
    return {
        "rules": rules,
        "options": [{"id": name(option)} for option in range(1, size + 1)],
        "seats": 1000,
        "ballots": [{"weight": n, "ranking": [[name(o) for o in rank] for rank in ranks]} for ranks, n in ballots],
    }


def profile(size, ballots):
    ranks = [{o: at for at, rank in enumerate(ranking, 1) for o in rank} for ranking, _ in ballots]
    return ProfileWithTies(ranks, [n for _, n in ballots], candidates=list(range(1, size + 1)))


def by_outcome(outcome, *wanted):
    return {int(step["option"][1:]) for step in outcome["options"] if step["outcome"] in wanted}


def irv_by_hand(size, ballots):
    """IRV with the look back, every open tie followed: written from docs/methods/ranked.md."""

    def go(left, before):
        votes = {o: 0 for o in left}
        for ranks, n in ballots:
            first = next((rank[0] for rank in ranks if rank[0] in left), None)
            if first is not None:
                votes[first] += n
        most = max(votes, key=votes.get)
        if 2 * votes[most] > sum(votes.values()):
            return {most}
        low = min(votes.values())
        last = [o for o in left if votes[o] == low]
        if low == 0:
            return go([o for o in left if o not in last], before + [votes])
        for earlier in reversed(before):
            fewest = min(earlier[o] for o in last)
            last = [o for o in last if earlier[o] == fewest]
        return set().union(*(go([o for o in left if o != gone], before + [votes]) for gone in last))

    return go(list(range(1, size + 1)), [])


def duels(prof, kind):
    """The duels won, with their strength."""
    strength = prof.margin if kind == "margins" else prof.support
    pairs = [(one, other) for one in prof.candidates for other in prof.candidates if prof.margin(one, other) > 0]
    return MarginGraph(prof.candidates, [(one, other, strength(one, other)) for one, other in pairs])


def by_stacks(graph):
    """Its other way puts all equal duels in every order, which takes for ever from four options on."""
    return ranked_pairs(graph, algorithm="from_stacks")


def place_of_each(candidates, graph):
    """The place of each: step by step those that none of the rest beats, by a relation told as a graph."""
    rest, found = set(candidates), {}
    beats = {one: nx.descendants(graph, one) if one in graph else set() for one in candidates}
    while rest:
        step = {one for one in rest if not any(one in beats[other] for other in rest)}
        found |= {one: len(candidates) - len(rest) + 1 for one in step}
        rest -= step
    return found


def order(method, graph):
    """The defeats of the method, where no two duels are equal or lost by nobody; else nothing."""
    if method == "schulze/1":
        return beat_path_defeat(graph)
    strengths = [strength for _, _, strength in graph.edges]
    size = len(graph.candidates)
    if len(set(strengths)) < len(strengths) or 2 * len(strengths) < size * (size - 1):
        return None
    return ranked_pairs_defeats(graph)[0]


def borda_of_votekit(size, ballots, equal, unranked):
    points = {option: 0.0 for option in range(1, size + 1)}
    for ranks, n in ballots:
        ranked = {o for rank in ranks for o in rank}
        rest = [o for o in range(1, size + 1) if o not in ranked]
        whole = ranks + [rest] if unranked == "last" and rest else ranks
        vector = range(len(ranked), 0, -1) if unranked == "ballot" else range(size - 1, -1, -1)
        ballot = RankBallot(ranking=[frozenset(map(str, rank)) for rank in whole], weight=n)
        one = RankProfile(ballots=[ballot], candidates=[str(o) for o in points], max_ranking_length=size)
        convention = "average" if equal == "average" else "low"
        for option, score in score_dict_from_score_vector(one, list(vector), convention).items():
            points[int(option)] += score
    return points


class Lots(random.Random):
    """A source of lots for stv_scottish that notes whether it was asked."""

    asked = False

    def choice(self, options):
        self.asked = True
        return super().choice(options)


def make(instances):
    """(case, check) pairs; a check gives the name of what it compared, and whether it agreed."""
    for _ in range(instances):
        size, ballots = poll((2, 5), (1, 9), False)

        def irv(outcome, size=size, ballots=ballots):
            ours = by_outcome(outcome, "selected", "tied")
            put = set(instant_runoff_put(profile(size, ballots)))
            if by_outcome(outcome, "undecided"):
                return "irv/1: more ways than are followed", True
            if ours != irv_by_hand(size, ballots):
                return "irv/1 and by hand", False
            if ours == put:
                return "irv/1: the winners of pref_voting", True
            return "irv/1: fewer winners, for the look back", ours < put

        yield case({"method": "irv/1", "equal-ranks": "refused", "ties": "report"}, size, ballots), irv

        for method, peer, sizes in [("schulze/1", beat_path, (2, 7)), ("ranked-pairs/1", by_stacks, (2, 5))]:
            size, ballots = poll(sizes, (1, 7), True)
            unranked = rng.choice(["last", "ignored"])
            strength = rng.choice(["margins", "winning-votes"])

            def duel(outcome, size=size, ballots=ballots, method=method, peer=peer, u=unranked, s=strength):
                prof = profile(size, ballots)
                if u == "last":
                    prof.use_extended_strict_preference()
                graph = duels(prof, s)
                theirs = set(peer(graph))
                if by_outcome(outcome, "undecided"):
                    return f"{method}: more ways than are followed", True
                won = by_outcome(outcome, "selected", "tied") == theirs
                defeats = order(method, graph)
                if defeats is None:
                    return f"{method} {u} {s}", won
                ours = {int(step["option"][1:]): step["place"] for step in outcome["options"]}
                return f"{method} {u} {s}, and all places", won and ours == place_of_each(prof.candidates, defeats)

            rules = {"method": method, "unranked": unranked, "strength": strength, "ties": "report"}
            yield case(rules, size, ballots), duel

        size, ballots = poll((2, 6), (1, 9), True)
        equal, unranked = rng.choice(["average", "lowest"]), rng.choice(["last", "zero", "ballot"])

        def borda(outcome, size=size, ballots=ballots, equal=equal, unranked=unranked):
            ours = {int(step["option"][1:]): step["points"] / 2 for step in outcome["options"]}
            agreed = ours == borda_of_votekit(size, ballots, equal, unranked)
            if (equal, unranked) == ("average", "last") and max(ours.values()) > 0:
                most = {option for option in ours if ours[option] == max(ours.values())}
                prof = profile(size, ballots)
                prof.use_extended_strict_preference()
                agreed &= by_outcome(outcome, "selected", "tied") == most
                agreed &= set(borda_for_profile_with_ties(prof)) == most
            return f"borda/1 {equal} {unranked}", agreed

        rules = {"method": "borda/1", "equal-points": equal, "unranked-points": unranked, "winners": "1"}
        yield case(rules | {"ties": "report"}, size, ballots), borda

        size, ballots = poll((2, 7), (2, 25), False)
        places = rng.randint(1, 4)

        def stv(outcome, size=size, ballots=ballots, places=places):
            lots = Lots(rng.random())
            theirs = set(stv_scottish(profile(size, ballots), num_seats=places, rng=lots))
            sure = by_outcome(outcome, "selected")
            if not by_outcome(outcome, "tied", "undecided"):
                kind = "lots without effect" if lots.asked else "no lots"
                return f"stv-scottish/1: {kind}", sure == theirs
            within = sure <= theirs <= sure | by_outcome(outcome, "tied", "undecided")
            return "stv-scottish/1: their lots within our tie", within

        rules = {"method": "stv-scottish/1", "winners": str(places), "equal-ranks": "refused", "ties": "report"}
        yield case(rules, size, ballots), stv


def main():
    instances = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    pairs = list(make(instances))
    lines = "".join(json.dumps(case) + "\n" for case, _ in pairs)
    command = [os.environ["COUNT"]] if "COUNT" in os.environ else ["cargo", "run", "-q", "--locked", "--example", "count"]
    answer = subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(answer) == len(pairs)
    figures, shown = {}, 0
    for (asked, check), told in zip(pairs, answer):
        name, agreed = check(json.loads(told))
        figure = figures.setdefault(name, [0, 0])
        figure[not agreed] += 1
        if not agreed and shown < 5:
            shown += 1
            print("DIFFERS:", name, json.dumps(asked), told)
    for name, (same, other) in sorted(figures.items()):
        print(f"{name}: {same} agree, {other} differ")
    sys.exit(any(other for _, other in figures.values()))


main()
