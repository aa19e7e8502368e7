"""A full 开餐馆 list, and its conditions against zen-engine and json-logic-qubit.

Every engine gets the same conditions, compiled once where it can compile, and the same 200 complete
sets of answers; all results are compared before anything is timed.
"""

import json
from collections.abc import Callable

import zen
from json_logic import jsonLogic
from rule_peers import Context, JsonLogic, Zen, context
from shipped import REGION, TODAY, TOPIC, a_station, longest, walked
from timing import interleaved, summary

from kiosk.domain.catalog import assemble
from kiosk.domain.compose import compose
from kiosk.domain.condition import Answers
from kiosk.domain.guide import Guide
from kiosk.domain.kleene import Facts

Values = list[bool]


def engines(guide: Guide) -> dict[str, Callable[[Answers, Context], Values]]:
    """Return each engine as a function of answers to the values of all conditions."""
    questions = {q.id: q for q in guide.questions}
    tests = [effect.test for effect in guide.effects]
    logic = [JsonLogic(questions).translate(test.condition) for test in tests]
    compiled = [zen.compile_expression(Zen(questions).translate(t.condition)) for t in tests]

    def ours(answers: Answers, _: Context) -> Values:
        facts = Facts(answers)
        return [test.value(facts) is True for test in tests]

    def with_zen(_: Answers, values: Context) -> Values:
        return [bool(expression.evaluate(values)) for expression in compiled]

    def with_json_logic(_: Answers, values: Context) -> Values:
        return [bool(jsonLogic(rule, values)) for rule in logic]

    return {"ours": ours, "zen-engine": with_zen, "json-logic-qubit": with_json_logic}


def main() -> None:
    """Compare, measure and print one JSON line."""
    kiosk = a_station()
    guide = assemble(kiosk.store, TOPIC, REGION, TODAY)
    questions = {q.id: q for q in guide.questions}
    walks = [walked(kiosk, seed).answers for seed in range(200)]
    forms = [(answers, context(answers, questions)) for answers in walks]
    by_name = engines(guide)
    for answers, values in forms:
        wanted = by_name["ours"](answers, values)
        for name, engine in by_name.items():
            if engine(answers, values) != wanted:
                raise SystemExit(f"{name} disagrees for {answers}")
    jobs: dict[str, Callable[[], object]] = {
        name: (lambda engine=engine: [engine(*form) for form in forms])
        for name, engine in by_name.items()
    }
    answers = longest(kiosk).answers
    jobs["list"] = lambda: [compose(guide, answers) for _ in range(50)]
    seconds = interleaved(jobs, rounds=15)
    per_form = {name: [s / len(forms) for s in seconds[name]] for name in by_name}
    figures = {name: summary(values) for name, values in per_form.items()}
    figures["list"] = summary([s / 50 for s in seconds["list"]])
    print(
        json.dumps(
            {"bench": "rules", "figures": figures, "rows": rows(figures, len(guide.effects))}
        )
    )


def rows(figures: dict[str, dict[str, float]], conditions: int) -> list[dict[str, object]]:
    """Return the lines of the table."""
    ours = figures["ours"]["p50_ms"]
    listed = figures["list"]["p50_ms"]
    lines: list[dict[str, object]] = [
        {
            "what": "full 开餐馆 list with digest, p50",
            "measured": f"{listed:.2f} ms",
            "peer": "–",
            "goal": "≤ 0.5 ms",
            "holds": listed <= 0.5,
        }
    ]
    for peer in ("zen-engine", "json-logic-qubit"):
        theirs = figures[peer]["p50_ms"]
        lines.append(
            {
                "what": f"{conditions} conditions of 开餐馆, p50",
                "measured": f"{ours * 1000:.0f} µs",
                "peer": f"{peer} {theirs * 1000:.0f} µs ({theirs / ours:.1f}×)",
                "goal": "≥ 5× faster",
                "holds": theirs >= 5 * ours,
            }
        )
    return lines


if __name__ == "__main__":
    main()
