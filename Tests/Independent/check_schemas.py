#!/usr/bin/python3
"""check_schemas: JSON of result folders against the schemas in docs/schema.

    check_schemas.py FOLDER…
    check_schemas.py --self-test FOLDER…

Validates every summary.json, manifest.json, comparison.json, host.json and trace.json below the folders, and
prints a line for each that does not fit. With --self-test it spoils the same files in every place,
one at a time: a key that nobody knows is added, a key is left out, a value becomes one of another
type. Each of these must be found, but for the keys and maps that the schemas leave open, which
are named below. Also: every schema is one itself, describes every key in a sentence, and closes
every object. Exits with 1 if anything is wrong.
"""

import argparse
import copy
import json
import pathlib
import re
import sys

import jsonschema

SCHEMAS = pathlib.Path(__file__).resolve().parents[2] / "docs" / "schema"
NAMES = ["summary", "manifest", "comparison", "host", "trace"]

# Members whose keys are names of the user's: models, reasons.
MAPS = {
    "by_model",
    "reasons",
    "cleaning.dropped",
    "cleaning.dropped_gpu_hours",
    "cleaning.altered",
    "cleaning.altered_gpu_hours",
}
# Members that need not be there.
OPTIONAL = {
    "fairness", "unbounded", "numa_node", "settings.replicates", "synthetic", "processors",
    "span.epoch", "span.from", "span.to", "core_hours", "device_hours",
}
# In a comparison of one trace, which has no differences.
OPTIONAL_ONCE = {"replicates", "differences"}


def validators():
    """A validator for each kind of file, by its name without the ending."""
    schemas = {}
    for name in NAMES:
        text = (SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")
        schemas[name] = json.loads(text)
    store = {schema["$id"]: schema for schema in schemas.values()}
    made = {}
    for name, schema in schemas.items():
        resolver = jsonschema.RefResolver(schema["$id"], schema, store=store)
        made[name] = jsonschema.Draft202012Validator(schema, resolver=resolver)
    return made


def files_below(folders):
    """The JSON files below folders: kind, path and content."""
    for folder in folders:
        for name in NAMES:
            for path in sorted(pathlib.Path(folder).rglob(f"{name}.json")):
                yield name, path, json.loads(path.read_text(encoding="utf-8"))


def deepest(error):
    """The error within alternatives that says most."""
    while error.context:
        error = max(error.context, key=lambda inner: (len(inner.absolute_path), inner.message))
    return error


def check(folders):
    """Lines about files that do not fit, and how many files there are."""
    made, lines, count = validators(), [], 0
    for name, path, content in files_below(folders):
        count += 1
        for error in made[name].iter_errors(content):
            error = deepest(error)
            place = ".".join(str(part) for part in error.absolute_path)
            lines.append(f"{path}: {place or 'the whole'}: {error.message[:200]}")
    return lines, count


# The self-test

# A comparison on replicates, whatever the program can make of one already.
REPLICATED = {
    "schema": 2, "replicates": 2, "replicated_by": "seeds 1..2", "names": ["seed 1", "seed 2"],
    "comparisons": 8, "stopped": None, "units": {"wait": "seconds"},
    "policies": [
        {
            "policy": policy,
            "tenants": [
                {
                    "name": "university", "wait_p95": 3600.5, "wait_p95_by_gpu_hours": None,
                    "mean_delay": 60, "mean_delay_by_gpu_hours": 61, "left_out": 0, "useful": 9,
                    "owed": 1, "lost": 0.5,
                }
            ],
        }
        for policy in ("easy", "fair-share")
    ],
    "differences": [
        {
            "tenant": "university", "metric": "wait_p95", "weight": "jobs", "policy": "fair-share",
            "against": "easy", "estimate": -0.2, "low": -0.3, "high": 0.1, "p_value": 0.3,
            "replicates": 2,
            "verdict": "can not tell", "replicates_for_5_percent": 181,
        },
        {
            "tenant": "university", "metric": "owed", "weight": "", "policy": "fair-share",
            "against": "easy", "estimate": None, "low": None, "high": None, "p_value": 1,
            "replicates": 2,
            "verdict": "can not tell (unbounded)", "replicates_for_5_percent": None,
        },
    ],
}


def pruned(value):
    """The same with at most two entries in each list, which is enough to spoil every key."""
    if isinstance(value, dict):
        return {key: pruned(inner) for key, inner in value.items()}
    if isinstance(value, list):
        kept = sorted(value, key=lambda inner: -len(json.dumps(inner)))[:2]
        return [pruned(inner) for inner in kept]
    return value


def places(value, path=()):
    """Every value within a value, with its path."""
    yield path, value
    inner = value.items() if isinstance(value, dict) else []
    if isinstance(value, list):
        inner = enumerate(value)
    for key, below in inner:
        yield from places(below, (*path, key))


def shape(path):
    """A path with every position of a list alike."""
    return tuple("[]" if isinstance(part, int) else part for part in path)


def is_named(path, names):
    """True where the end of a path is one of some names."""
    words = [str(part) for part in path]
    return any(words[-len(name.split(".")):] == name.split(".") for name in names)


def changed(content, path, change):
    """A copy in which `change` was done to whatever holds the end of a path."""
    spoiled = copy.deepcopy(content)
    at = spoiled
    for part in path[:-1]:
        at = at[part]
    change(at, path[-1])
    return spoiled


def other(value):
    """A value of another type than any that could stand here."""
    if isinstance(value, bool) or isinstance(value, (int, float)):
        return "7"
    return [] if value is None or isinstance(value, dict) else 7


def spoilt(name, content):
    """Every way to spoil a file: what was done, and the file."""
    optional = OPTIONAL
    if name == "comparison" and "replicated_by" not in content:
        optional = OPTIONAL | OPTIONAL_ONCE
    seen = set()
    for path, value in places(content):
        if shape(path) in seen:
            continue
        seen.add(shape(path))
        where = ".".join(str(part) for part in path) or "the whole"
        if isinstance(value, dict) and not is_named(path, MAPS):
            more = copy.deepcopy(content)
            at = more
            for part in path:
                at = at[part]
            at["nobody_knows"] = 1
            yield f"unknown key in {where}", more
        if not path:
            continue
        if isinstance(path[-1], str) and not is_free(path, optional):
            yield f"{where} missing", changed(content, path, lambda at, key: at.pop(key))
        yield f"{where} of another type", changed(
            content, path, lambda at, key: at.__setitem__(key, other(at[key]))
        )


def is_free(path, optional):
    """True for what may be left out: optional members, entries of maps, most units."""
    in_units = len(path) > 1 and path[-2] == "units"
    return is_named(path, optional) or is_named(path[:-1], MAPS) or in_units


def objects(schema, path="#"):
    """Every schema of an object within a schema, with its path."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield path, schema
        for key, inner in schema.items():
            yield from objects(inner, f"{path}/{key}")
    elif isinstance(schema, list):
        for position, inner in enumerate(schema):
            yield from objects(inner, f"{path}/{position}")


def test_schemas(made):
    """Lines about schemas that are none, leave objects open or do not describe a key."""
    lines = []
    for name, validator in made.items():
        jsonschema.Draft202012Validator.check_schema(validator.schema)
        for path, schema in objects(validator.schema):
            if "additionalProperties" not in schema:
                lines.append(f"{name}: {path} leaves its keys open")
            for key, inner in schema.get("properties", {}).items():
                sentence = inner.get("description", "")
                if not re.fullmatch(r"([A-Z0-9∫`]|max\().*\.", sentence):
                    lines.append(f"{name}: {path} does not describe {key} in a sentence")
    return lines


def self_test(folders):
    """Spoils files in every place; the exit code."""
    made = validators()
    lines, count, kinds = test_schemas(made), 0, set()
    files = [("comparison", "a comparison on replicates", REPLICATED), *files_below(folders)]
    for name, path, content in files:
        kinds.add(name)
        content = pruned(content)
        if not made[name].is_valid(content):
            lines.append(f"{path}: does not fit, so can not be spoilt")
            continue
        for what, spoiled in spoilt(name, content):
            count += 1
            if made[name].is_valid(spoiled):
                lines.append(f"{path}: {what} is not found")
    for name in NAMES:
        if name not in kinds:
            lines.append(f"no {name}.json is there to spoil")
    print("\n".join(lines) if lines else f"self-test passed: {count} spoilt files were found")
    return 1 if lines else 0


def main():
    """The exit code of the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("folders", nargs="+")
    arguments = parser.parse_args()
    if arguments.self_test:
        return self_test(arguments.folders)
    lines, count = check(arguments.folders)
    print("\n".join(lines) if lines else f"{count} files fit their schemas")
    return 1 if lines or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
