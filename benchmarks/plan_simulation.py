"""How well plans do when people answer or do not: `python benchmarks/plan_simulation.py`.

Several hundred profiles are invented from a seed. For each, every strategy says whom to ask when;
then it is drawn who writes, at the answer rate of `docs/facts.yml`, and after how many days, the
same for every strategy. What has arrived is measured by the rules of coverage.

Delays are an assumption, not a fact: half of those who write do so in the first week, the others
in the two weeks after the reminder. Nobody says no: who does not write is silent.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from random import Random
from statistics import fmean, median, stdev
from time import perf_counter
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from answers import RULES, WEEKS, draw_people, plan_once, plan_weekly  # noqa: E402
from invented_profiles import TODAY, invent_profile  # noqa: E402
from strategies import STRATEGIES, ready_in  # noqa: E402

from kitgen.coverage import measure_coverage  # noqa: E402
from kitgen.facts import Facts, load_facts  # noqa: E402
from kitgen.plan import plan_waves  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from answers import Outcome

SEED = 20_261_122
SIZES = ((6, 15), (16, 40))


def simulate(
    follow: Callable[..., Outcome], profiles: int, runs: int, sizes: tuple[int, int], facts: Facts
) -> dict[str, list[Outcome]]:
    """Return the mean outcome by strategy, one for each profile."""
    random = Random(SEED)
    outcomes: dict[str, list[Outcome]] = {name: [] for name in STRATEGIES}
    rate = float(facts.number("asks.answer_rate"))
    for _ in range(profiles):
        profile = invent_profile(random, random.randint(*sizes))
        people = [draw_people(profile, rate, random) for _ in range(runs)]
        for name, strategy in STRATEGIES.items():
            outcomes[name].append(mean([follow(profile, strategy, each, facts) for each in people]))
    return outcomes


def mean(outcomes: list[Outcome]) -> Outcome:
    """Return the mean of outcomes, figure by figure."""
    names = ("rules", "newest", "asks", "restricted", "days")
    return type(outcomes[0])(**{name: fmean(column(outcomes, name)) for name in names})


def column(outcomes: list[Outcome], name: str) -> list[float]:
    """Return one figure of each outcome."""
    return [float(getattr(each, name)) for each in outcomes]


def print_table(outcomes: dict[str, list[Outcome]]) -> None:
    """Print a line for each strategy; differences are with 95 % intervals over profiles."""
    print(
        f"{'':22}{'rules met':>10}{'vs. this plan':>15}{'newest two':>12}{'vs. this plan':>15}"
        f"{'asks':>7}{'vs. this plan':>16}{'restricted':>12}{'days':>6}"
    )
    plan = outcomes["this plan"]
    for name, each in outcomes.items():
        total = mean(each)
        print(
            f"{name:22}{total.rules:10.2f}{difference(each, plan, 'rules'):>15}"
            f"{total.newest:12.2f}{difference(each, plan, 'newest'):>15}"
            f"{total.asks:7.2f}{difference(each, plan, 'asks'):>16}"
            f"{total.restricted:12.2f}{total.days:6.0f}"
        )


def difference(ones: list[Outcome], others: list[Outcome], name: str) -> str:
    """Return the mean difference with its interval; nothing for a strategy and itself."""
    if ones is others:
        return ""
    pairs = zip(column(ones, name), column(others, name), strict=True)
    differences = [one - other for one, other in pairs]
    return f"{fmean(differences):+.2f} ± {1.96 * stdev(differences) / len(differences) ** 0.5:.2f}"


def print_times(plans: int, facts: Facts) -> None:
    """Print how long one plan takes, in milliseconds, its coverage apart."""
    random = Random(SEED)
    for contacts in (10, 30, 40, 400):
        taken = []
        for _ in range(plans):
            coverage = measure_coverage(invent_profile(random, contacts), facts, TODAY)
            start = perf_counter()
            plan_waves(coverage, facts, TODAY, ready_in(coverage))
            taken.append((perf_counter() - start) * 1000)
        print(f"{contacts:4} contacts: median {median(taken):.0f} ms, longest {max(taken):.0f} ms")


def main() -> None:
    """Read the options, simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--profiles", type=int, default=300, help="profiles of each size")
    parser.add_argument("--runs", type=int, default=10, help="outcomes drawn for each profile")
    parser.add_argument("--plans", type=int, default=100, help="plans timed for each size")
    options = parser.parse_args()
    facts = load_facts(ROOT / "docs/facts.yml", "docs/facts.yml")
    print(f"{options.profiles} invented profiles of each size, {options.runs} outcomes each;")
    print(
        f"planned weekly: a third of the profiles, a fifth of the outcomes, {WEEKS} weeks at most."
    )
    print(f"Rules met: of {', '.join(RULES)}. Newest two: strong 1, good 0.5, so at most 2.")
    fewer = max(2, options.profiles // 3), max(1, options.runs // 5)
    for sizes in SIZES:
        print(f"\n{sizes[0]} to {sizes[1]} contacts, planned once")
        print_table(simulate(plan_once, options.profiles, options.runs, sizes, facts))
        print(f"\n{sizes[0]} to {sizes[1]} contacts, planned again every week")
        print_table(simulate(plan_weekly, *fewer, sizes, facts))
    print("\nTime for one plan")
    print_times(options.plans, facts)


if __name__ == "__main__":
    main()
