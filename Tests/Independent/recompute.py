#!/usr/bin/env python3
"""recompute: every figure of summary.json (schema 2) again, from the tables and the trace alone.

    recompute.py --trace TRACE.csv[.gz] --entitlements WORLD.json [--window FROM TO] FOLDER…
    recompute.py --self-test

Reads `jobs.csv` and `runs.csv` of each result folder of one policy, the trace in the native table
and a description of cluster and tenants; shares no code and no formula with the program. Prints a
line for each difference beyond 1e-6 (relative; absolute below 1), for each figure that nothing here
recomputes, and for each cell of the tables that contradicts the trace or another cell. Exits with 1
if there is any. A figure is a number, a truth value or a null of summary.json, anywhere but in
`units`, `schema`, `digest` and `policy`. --window: seconds, where it is not first to last submit.

The description is JSON:

    gpus      devices of the whole cluster; must be the sum over pools
    pools     in the order of the cluster's file, which is the order of models, too:
              name, nodes, gpus_per_node, model; cores and memory_mib of a node where modelled
    tenants   path below the root (siblings are those with the same path before the last "/"),
              entitlement: devices by model, gpus: their sum, promises: list of
              {wait_p95: seconds, of: "jobs"|"gpu-hours", class: name?, larger_than: devices?}

A tenant of jobs.csv that is not described is entitled to nothing. Times are whole milliseconds
inside, so that sums and integrals are exact; a division is the last step of each figure.
"""

import argparse
import collections
import contextlib
import csv
import decimal
import gzip
import io
import json
import math
import pathlib
import sys
import tempfile

HOUR = 3_600_000
TOLERANCE = 1e-6
SIZES = [("0", 0, 0), ("1", 1, 1), ("2-8", 2, 8), ("9-64", 9, 64), ("65+", 65, math.inf)]
STATES = ["completed", "limit", "failed", "cancelled", "rejected", "waiting"]
ACCOUNTS = ["used", "useful", "entitled", "borrowed", "lent", "lent_idle", "lent_withheld", "owed",
            "lost"]
NO_FIGURES = {"units", "schema", "digest", "policy"}
OPTIONAL = object()  # Expected where a member may be null or left out.


class Problem(Exception):
    """What keeps a folder from being recomputed at all."""


# Reading


def milliseconds(text):
    """A cell of seconds, with at most three decimals, as whole milliseconds; None if empty."""
    if not text:
        return None
    if "." not in text:
        return int(text) * 1000
    exact = decimal.Decimal(text) * 1000
    if exact != int(exact):
        raise Problem(f"{text} s is no whole number of milliseconds")
    return int(exact)


def rows_of(path):
    """The rows of a CSV table, .gz or not, as dictionaries; comments before the header skipped."""
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        line = file.readline()
        while line.startswith("#"):
            line = file.readline()
        header = next(csv.reader([line]))
        return list(csv.DictReader(file, fieldnames=header))


def by_job(rows, where):
    """Rows by their job, whose name must be unique."""
    table = {row["job"]: row for row in rows}
    if len(table) != len(rows):
        raise Problem(f"{where}: a job stands there twice")
    return table


class World:
    """Cluster and tenants as described: what is the same under every policy."""

    def __init__(self, described):
        self.pools = described["pools"]
        self.models = list(dict.fromkeys(pool["model"] for pool in self.pools))
        self.model_of = {pool["name"]: pool["model"] for pool in self.pools}
        self.gpus = sum(pool["nodes"] * pool["gpus_per_node"] for pool in self.pools)
        if self.gpus != described["gpus"]:
            raise Problem(f"the pools have {self.gpus} devices, not {described['gpus']}")
        self.tenants = {tenant["path"]: tenant for tenant in described["tenants"]}
        for path, tenant in self.tenants.items():
            if sum(tenant["entitlement"].values()) != tenant["gpus"]:
                raise Problem(f"the entitlements of {path} do not add up to {tenant['gpus']}")
            if not set(tenant["entitlement"]) <= set(self.models):
                raise Problem(f"{path} is entitled to a model that no pool has")

    def entitlement(self, path, model):
        """Devices of a model that a tenant may count on; nothing where nobody says so."""
        return self.tenants.get(path, {}).get("entitlement", {}).get(model, 0)

    def models_for(self, row):
        """Positions of the models in which a job of the trace could run, in the cluster's order.

        The one it asks for, or all; of these, those with a node on which a part of it fits. A part
        is `gpus_per_node` devices, or one device of a packed job, with as much of the job's cores
        and memory. Cores and memory count only on nodes that state them.
        """
        gpus = int(row["gpus"])
        part = int(row.get("gpus_per_node") or 1)
        needs = {"gpus_per_node": part}
        for name in ("cores", "memory_mib"):
            needs[name] = -(-int(row.get(name) or 0) * part // gpus) if gpus else 0
        fitting = {
            pool["model"]
            for pool in self.pools
            if all(amount <= pool.get(name, math.inf) for name, amount in needs.items())
        }
        wanted = row.get("model") or None
        return tuple(
            index
            for index, model in enumerate(self.models)
            if gpus and model in fitting and wanted in (None, model)
        )


Attempt = collections.namedtuple("Attempt", "start end pool preempted kept")


def chain(path):
    """A tenant and everyone above it below the root: `a/b` gives `a`, `a/b`."""
    names = path.split("/")
    return ["/".join(names[: depth + 1]) for depth in range(len(names))]


class Job:
    """A row of jobs.csv with its row of the trace and its attempts; times in milliseconds.

    run: as replayed, the trace's run time cut at the limit. work: run × devices, or run × cores
    where no job of the trace has a device. A figure that never came about is infinite.
    """

    __slots__ = ("row", "trace", "submit", "start", "end", "state", "chain", "gpus", "limit", "run",
                 "work", "attempts", "kinds", "model", "wait", "delay", "slowdown")

    def __init__(self, row, trace, attempts, world, unit):
        self.row, self.trace = row, trace
        self.submit, self.start, self.end = (
            milliseconds(row[column]) for column in ("submit", "start", "end")
        )
        self.state, self.chain = row["state"], chain(row["tenant"])
        self.gpus = int(trace["gpus"])
        self.limit = milliseconds(trace.get("limit_seconds") or row["limit"])
        run = milliseconds(trace["run_seconds"])
        self.run = run if self.limit is None else min(run, self.limit)
        self.work = self.run * int(trace.get(unit) or 0)
        if not attempts and self.start is not None:
            attempts = [Attempt(self.start, self.end, row["pool"], False, None)]
        self.attempts = attempts
        if any(attempt.end is None or attempt.pool not in world.model_of for attempt in attempts):
            raise Problem(f"job {row['job']} started, but runs on for ever or in no known pool")
        self.kinds = world.models_for(trace)
        self.model = world.model_of[attempts[-1].pool] if attempts and self.gpus else None
        self.wait = math.inf if self.start is None else self.start - self.submit
        ended = self.end is not None
        self.delay = self.end - self.submit - self.run if ended else math.inf
        self.slowdown = math.inf
        if ended:
            self.slowdown = max(1, (self.end - self.submit) / max(self.run, 10_000))


class Results:
    """The tables of one folder, with the trace."""

    def __init__(self, folder, trace, world, window=None):
        self.world, self.trace = world, trace
        rows = rows_of(folder / "jobs.csv")
        attempts = collections.defaultdict(list)
        if (folder / "runs.csv").exists():
            for row in rows_of(folder / "runs.csv"):
                start, end, kept = (milliseconds(row[name]) for name in ("start", "end", "kept"))
                preempted = row["ending"] == "preempted"
                attempts[row["job"]].append(Attempt(start, end, row["pool"], preempted, kept))
        for runs in attempts.values():
            runs.sort(key=lambda attempt: attempt.start)
        unknown = set(by_job(rows, "jobs.csv")) - set(trace) or set(attempts) - set(trace)
        if unknown:
            raise Problem(f"jobs that the trace does not have, such as {min(unknown)}")
        has_devices = any(int(row["gpus"]) for row in trace.values())
        self.unit = "gpus" if has_devices else "cores"
        self.jobs = [
            Job(row, trace[row["job"]], attempts.get(row["job"], []), world, self.unit)
            for row in rows
        ]
        submits = [job.submit for job in self.jobs]
        self.begin, self.end = window or (min(submits), max(submits))
        self.measured = [job for job in self.jobs if self.begin <= job.submit <= self.end]

    def inside(self, start, end):
        """How much of an interval lies in the window."""
        return max(0, min(end, self.end) - max(start, self.begin))


# Distributions


def figure(value, scale):
    """A value in its unit, null where it is infinite."""
    return None if value == math.inf else value / scale


def ratio(numerator, denominator):
    """A quotient, null where there is nothing to divide by."""
    return numerator / denominator if denominator else None


def with_unbounded(result, pairs):
    """Adds how many jobs are infinite and their work, where a maximum is infinite."""
    endless = [work for value, work in pairs if value == math.inf]
    if endless:
        result["unbounded"] = {"jobs": len(endless), "gpu_hours": sum(endless) / HOUR}
    return result


def spread_by_jobs(pairs, scale):
    """Mean of the finite values; p50, p95 at position ⌈q n⌉ of all, infinite ones last; maximum.

    `pairs` are (value, work) in ascending order.
    """
    finite = [value for value, _ in pairs if value != math.inf]
    result = dict.fromkeys(["mean", "p50", "p95", "max"])
    result["mean"] = ratio(sum(finite), len(finite) * scale)
    if pairs:
        result["p50"], result["p95"] = (
            figure(pairs[-(-percent * len(pairs) // 100) - 1][0], scale) for percent in (50, 95)
        )
        result["max"] = figure(pairs[-1][0], scale)
    return with_unbounded(result, pairs)


def spread_by_work(pairs, scale):
    """The same weighted by work; null where there is no work.

    Mean: Σ work × value / Σ work of the finite values. Percentile q: the smallest value v such that
    the work of jobs with values up to v is at least q of all. `pairs` as above.
    """
    total = sum(work for _, work in pairs)
    finite = sum(work for value, work in pairs if value != math.inf)
    result = dict.fromkeys(["mean", "p50", "p95", "max"])
    if total:
        weighted = sum(value * work for value, work in pairs if value != math.inf)
        result["mean"] = ratio(weighted, finite * scale)
        for percent in (50, 95):
            behind = 0
            for value, work in pairs:
                behind += work
                if behind * 100 >= percent * total:
                    result[f"p{percent}"] = figure(value, scale)
                    break
        result["max"] = figure(max(value for value, work in pairs if work), scale)
    return with_unbounded(result, pairs)


def left_out(jobs):
    """Jobs and work that did not run: those in the states `rejected` and `waiting`, and both."""
    works = [job.work for job in jobs if job.state in ("rejected", "waiting")]
    result = {"jobs": len(works), "gpu_hours": sum(works) / HOUR}
    for state in ("rejected", "waiting"):
        works = [job.work for job in jobs if job.state == state]
        result[state] = {"jobs": len(works), "gpu_hours": sum(works) / HOUR}
    return result


def group(jobs):
    """The figures of a group of measured jobs.

    wait = first start − submit; delay = last end − submit − run; bounded slowdown =
    max(1, (last end − submit) / max(run, 10 s)); each by jobs and by work. waited: jobs that start
    later than submitted or never, of those not rejected.
    """
    result = {}
    for name, attribute, scale in (
        ("wait", "wait", 1000), ("delay", "delay", 1000), ("bounded_slowdown", "slowdown", 1)
    ):
        pairs = sorted((getattr(job, attribute), job.work) for job in jobs)
        result[name] = spread_by_jobs(pairs, scale)
        result[name + "_by_gpu_hours"] = spread_by_work(pairs, scale)
    accepted = [job for job in jobs if job.state != "rejected"]
    late = sum(job.wait > 0 for job in accepted)
    part = late / len(accepted) if accepted else None
    result["waited"] = {"jobs": late, "of": len(accepted), "part": part}
    result["left_out"] = left_out(jobs)
    return result


def drop_reason(row, world):
    """Why cleaning leaves a row of a native table out, by docs/traces.md."""
    if (milliseconds(row["run_seconds"]) or 0) <= 0:
        return "run_not_positive"
    if not int(row["gpus"] or 0) and not int(row.get("cores") or 0):
        return "no_resources"
    if row.get("model") and row["model"] not in world.models:
        return "model_not_in_cluster"
    return "unknown" if row.get("limit_seconds") else "limit_missing"


def dropped(results, path=None):
    """Rows of the trace that are not in jobs.csv, with their work by reason; of a tenant or all."""
    present = {job.row["job"] for job in results.jobs}
    reasons = {}
    for name, row in results.trace.items():
        if name in present or (path and path not in chain(row.get("tenant") or "")):
            continue
        run, limit = (milliseconds(row.get(column) or "") for column in
                      ("run_seconds", "limit_seconds"))
        run = max(0, run or 0)
        work = min(run, limit or run) * int(row.get(results.unit) or 0)
        entry = reasons.setdefault(drop_reason(row, results.world), [0, 0])
        entry[0] += 1
        entry[1] += work
    return {
        "jobs": sum(jobs for jobs, _ in reasons.values()),
        "gpu_hours": sum(work for _, work in reasons.values()) / HOUR,
        "reasons": {
            reason: {"jobs": jobs, "gpu_hours": work / HOUR}
            for reason, (jobs, work) in reasons.items()
        },
    }


# Accounts


def fill(room, wants):
    """Devices of each model that waiting jobs take of the room: a maximal fill.

    `wants` are (models, devices) with those that accept one model first, then by number of models
    and order of the models. Each takes what is left in its models, in their order; where that is
    not enough, earlier ones move aside to other models of theirs, as long as that helps.
    """
    left, given = list(room), {}
    for models, devices in wants:
        for model in models:
            taken = min(devices, left[model])
            if taken:
                given[models, model] = taken
                left[model] -= taken
                devices -= taken
        while devices and any(left):
            moved = move_aside(models, devices, left, given)
            if not moved:
                break
            devices -= moved
    return [all_of - rest for all_of, rest in zip(room, left)]


def move_aside(models, devices, left, given):
    """Makes room in `models` by the shortest row of moves; the devices that it gained, or 0.

    An augmenting path: into a model, out of it what an earlier taker has there, into another model
    of that taker, and so on, until a model has something left.
    """
    came = {model: None for model in models}
    queue = collections.deque(models)
    while queue:
        model = queue.popleft()
        if left[model]:
            break
        for (taker, held), amount in given.items():
            if held == model and amount:
                for other in taker:
                    if other not in came:
                        came[other] = (model, taker)
                        queue.append(other)
    else:
        return 0
    steps, last = [], model
    while came[model]:
        steps.append((*came[model], model))
        model = came[model][0]
    moved = min([devices, left[last], *(given[taker, source] for source, taker, _ in steps)])
    for source, taker, target in steps:
        given[taker, source] -= moved
        given[taker, target] = given.get((taker, target), 0) + moved
    given[models, model] = given.get((models, model), 0) + moved
    left[last] -= moved
    return moved


def intervals(job):
    """What a job does when: (from, until, pool that it holds or None while it waits)."""
    since = job.submit
    for attempt in job.attempts:
        yield since, attempt.start, None
        yield attempt.start, attempt.end, attempt.pool
        since = attempt.end
    if job.end is None and job.state != "rejected":
        yield since, math.inf, None


class Sweep:
    """Integrals over the window, from instant to instant, of what siblings hold and wait for.

    For each tenant and model, with E its entitlement, a what it and everyone below it holds, w what
    they wait for as dealt to models by `fill` of the room max(0, E − a), at each instant:

        borrowed       max(0, a − E)
        owed           max(0, min(E, a + w) − a), which is what the fill gives
        lent           unused × min(1, Σ borrowed / Σ unused), unused = max(0, E − a), over siblings
        lent_withheld  min(lent, owed)

    Rates are fractions; amounts are kept by denominator, so that nothing is rounded before the end.
    """

    def __init__(self, results, paths):
        self.world, self.paths = results.world, paths
        self.kinds = sorted({job.kinds for job in results.jobs}, key=lambda k: (len(k), k))
        self.models = range(len(self.world.models))
        self.held = {path: [0] * len(self.models) for path in paths}
        self.wants = {path: [0] * len(self.kinds) for path in paths}
        self.entitlement = {
            path: [self.world.entitlement(path, model) for model in self.world.models]
            for path in paths
        }
        self.siblings = collections.defaultdict(list)
        for path in paths:
            self.siblings[path.rpartition("/")[0]].append(path)
        self.amounts = collections.defaultdict(lambda: collections.defaultdict(int))
        self.rates = {parent: [] for parent in self.siblings}
        self.since = dict.fromkeys(self.siblings, results.begin)
        self.run(results)

    def run(self, results):
        """Goes through all instants at which somebody holds more or less, or waits."""
        position = {kinds: index for index, kinds in enumerate(self.kinds)}
        model_of = {pool: self.world.models.index(model)
                    for pool, model in self.world.model_of.items()}
        changes = collections.defaultdict(list)
        for job in results.jobs:
            if not job.gpus:
                continue
            for start, end, pool in intervals(job):
                start, end = max(start, results.begin), min(end, results.end)
                if start < end:
                    table = self.wants if pool is None else self.held
                    slot = position[job.kinds] if pool is None else model_of[pool]
                    changes[start].append((job.chain, table, slot, job.gpus))
                    changes[end].append((job.chain, table, slot, -job.gpus))
        for instant in sorted(changes):
            touched = set()
            for tenants, table, slot, devices in changes[instant]:
                for path in tenants:
                    table[path][slot] += devices
                    touched.add(path.rpartition("/")[0])
            for parent in touched:
                self.account(parent, instant)
                self.rates[parent] = self.rates_among(self.siblings[parent])
        for parent in self.siblings:
            self.account(parent, results.end)

    def account(self, parent, instant):
        """Adds what the rates of siblings amount to until an instant."""
        span = instant - self.since[parent]
        for amount, numerator, denominator in self.rates[parent]:
            amount[denominator] += numerator * span
        self.since[parent] = instant

    def rates_among(self, siblings):
        """The rates of siblings as (amount to add to, numerator, denominator), without zeros."""
        rates = []
        owed = {path: self.owed(path) for path in siblings}
        for model in self.models:
            above = {p: self.held[p][model] - self.entitlement[p][model] for p in siblings}
            borrowed = sum(max(0, devices) for devices in above.values())
            unused = sum(max(0, -devices) for devices in above.values())
            lent_part = min(borrowed, unused)
            for path in siblings:
                if owed[path][model]:
                    rates.append((self.amounts[path, model, "owed"], owed[path][model], 1))
                if above[path] > 0:
                    rates.append((self.amounts[path, model, "borrowed"], above[path], 1))
                elif above[path] < 0 and lent_part:
                    lent = -above[path] * lent_part
                    rates.append((self.amounts[path, model, "lent"], lent, unused))
                    withheld = min(lent, owed[path][model] * unused)
                    if withheld:
                        name = (path, model, "lent_withheld")
                        rates.append((self.amounts[name], withheld, unused))
        return rates

    def owed(self, path):
        """What a tenant waits for of each model within its entitlement."""
        room = [max(0, e - a) for e, a in zip(self.entitlement[path], self.held[path])]
        wants = [pair for pair in zip(self.kinds, self.wants[path]) if pair[1]]
        return fill(room, wants) if wants and any(room) else [0] * len(room)

    def hours(self, path, model, account):
        """An integral in GPU-hours."""
        amounts = self.amounts.get((path, model, account), {})
        return math.fsum(numerator / part for part, numerator in amounts.items()) / HOUR


def accounts(results, paths):
    """The GPU-hours of each tenant by model, and their sums over models.

    used: ∫ a. entitled: E × window. lost: (end − start − kept) × devices of attempts preempted in
    the window, whole. useful: used without what lies in the window of the lost part, the last one,
    of any preempted attempt; never negative. lent_idle: lent − lent_withheld. The rest: `Sweep`.
    """
    models = results.world.models
    sweep = Sweep(results, paths)
    held = collections.Counter()
    for job in results.jobs:
        for attempt in job.attempts:
            model = results.world.model_of[attempt.pool]
            used = results.inside(attempt.start, attempt.end)
            lost = wasted = 0
            if attempt.preempted:
                wasted = results.inside(attempt.start + attempt.kept, attempt.end)
                if results.begin <= attempt.end <= results.end:
                    lost = attempt.end - attempt.start - attempt.kept
            for path in job.chain:
                held[path, model, "used"] += used * job.gpus
                held[path, model, "useful"] += (used - wasted) * job.gpus
                held[path, model, "lost"] += lost * job.gpus
    window = results.end - results.begin
    table = {}
    for path in paths:
        by_model = {}
        for index, model in enumerate(models):
            row = {name: held[path, model, name] / HOUR for name in ("used", "useful", "lost")}
            row["useful"] = max(0, row["useful"])
            row["entitled"] = results.world.entitlement(path, model) * window / HOUR
            for name in ("borrowed", "lent", "lent_withheld", "owed"):
                row[name] = sweep.hours(path, index, name)
            row["lent_idle"] = row["lent"] - row["lent_withheld"]
            by_model[model] = row
        table[path] = {name: math.fsum(row[name] for row in by_model.values()) for name in ACCOUNTS}
        table[path]["by_model"] = by_model
    return table


# The summary


def promise(promised, jobs):
    """p95 of the wait of measured jobs of a class and above a size, by jobs or by work; kept if at
    most what was promised, broken where infinite, null where there is no job (or no work)."""
    of_class, above = promised.get("class"), promised.get("larger_than")
    chosen = sorted(
        (job.wait, job.work)
        for job in jobs
        if of_class in (None, job.trace.get("class")) and (above is None or job.gpus > above)
    )
    spread = spread_by_work if promised["of"] == "gpu-hours" else spread_by_jobs
    value = spread(chosen, 1000)["p95"]
    counts = sum(work for _, work in chosen) if promised["of"] == "gpu-hours" else len(chosen)
    kept = None
    if counts:
        kept = value is not None and value <= promised["wait_p95"]
    return {
        "wait_p95": promised["wait_p95"],
        "of": promised["of"],
        "class": OPTIONAL if of_class is None else of_class,
        "larger_than": OPTIONAL if above is None else above,
        "value": value,
        "kept": kept,
    }


def tenant_entries(results):
    """A group for each tenant, described or not, over its jobs and those of everyone below it."""
    described = list(results.world.tenants)
    seen = sorted({path for job in results.jobs for path in job.chain} - set(described))
    table = accounts(results, described + seen)
    measured, preempted = collections.defaultdict(list), collections.Counter()
    for job in results.measured:
        for path in job.chain:
            measured[path].append(job)
    for job in results.jobs:
        count = sum(a.preempted and results.begin <= a.end <= results.end for a in job.attempts)
        for path in job.chain:
            preempted[path] += count
    entries = []
    for path in described + seen:
        jobs = measured[path]
        entry = {"name": path, "jobs": len(jobs), **group(jobs)}
        entry["left_out"]["dropped"] = dropped(results, path)
        entry["gpu_hours"] = table[path]
        entry["preemptions"] = preempted[path]
        entry["worst_preempted"] = worst_preempted(results, path)
        promised = results.world.tenants.get(path, {}).get("promises", [])
        entry["promises"] = [promise(each, jobs) for each in promised]
        entries.append(entry)
    return entries


def worst_preempted(results, path=None):
    """The job that was preempted most often in all, by its name; the earlier one of equals."""
    most, worst = 0, OPTIONAL
    for job in results.jobs:
        count = sum(attempt.preempted for attempt in job.attempts)
        if count > most and (path is None or path in job.chain):
            most, worst = count, {"job": job.row["job"], "preemptions": count}
    return worst


def entries_by(jobs, names, name_of):
    """A group for each name, in the order given, also for those that no measured job has."""
    parts = collections.defaultdict(list)
    for job in jobs:
        parts[name_of(job)].append(job)
    return [{"name": name, "jobs": len(parts[name]), **group(parts[name])} for name in names]


def size(job):
    """The bin of a job's devices."""
    return next(name for name, low, high in SIZES if low <= job.gpus <= high)


def summary(results):
    """All figures of summary.json.

    offered load: Σ devices × run of measured jobs over GPUs of the cluster × window. utilization:
    device-time held in the window, by all attempts of all jobs, over the same. makespan: last end −
    first submit of all jobs.
    """
    jobs, measured, world = results.jobs, results.measured, results.world
    offer = world.gpus * (results.end - results.begin)
    held = sum(
        results.inside(attempt.start, attempt.end) * job.gpus
        for job in jobs
        for attempt in job.attempts
    )
    ends = [job.end for job in jobs if job.end is not None]
    states = collections.Counter(job.state for job in jobs)
    classes = dict.fromkeys(job.trace.get("class") for job in jobs if job.trace.get("class"))
    result = {
        "window": {"from": results.begin / 1000, "to": results.end / 1000},
        "jobs": {state: states[state] for state in STATES},
        "offered_load": ratio(sum(job.gpus * job.run for job in measured), offer),
        "utilization": ratio(held, offer),
        "makespan": (max(ends) - min(job.submit for job in jobs)) / 1000 if ends else None,
        **group(measured),
        "tenants": tenant_entries(results),
        "classes": entries_by(measured, classes, lambda job: job.trace.get("class")),
        "sizes": entries_by(measured, [name for name, _, _ in SIZES], size),
        "models": entries_by(measured, world.models, lambda job: job.model),
    }
    result["sizes"] = [entry for entry in result["sizes"] if entry["jobs"]]
    result["left_out"]["dropped"] = dropped(results)
    result["worst_preempted"] = worst_preempted(results)
    result["preemptions"] = sum(
        attempt.preempted and results.begin <= attempt.end <= results.end
        for job in jobs
        for attempt in job.attempts
    )
    return result


# Comparing


def flatten(value, path=""):
    """The leaves of JSON by path; entries of lists by their name, where they have one."""
    if isinstance(value, dict) and value:
        leaves = {}
        for name, member in value.items():
            leaves.update(flatten(member, f"{path}.{name}" if path else name))
        return leaves
    if isinstance(value, list) and value:
        leaves, seen = {}, collections.Counter()
        for index, entry in enumerate(value):
            name = entry.get("name", index) if isinstance(entry, dict) else index
            seen[name] += 1
            again = f"#{seen[name]}" if seen[name] > 1 else ""
            leaves.update(flatten(entry, f"{path}[{name}{again}]"))
        return leaves
    return {path: value}


def is_number(value):
    """True for JSON's numbers, which truth values are not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def agree(expected, found):
    """Equal, or numbers within the tolerance."""
    if is_number(expected) and is_number(found):
        return abs(expected - found) <= TOLERANCE * max(1, abs(expected))
    return type(expected) is type(found) and expected == found


def needed(entries, found):
    """Entries without those that have no jobs and do not stand in the file: they need not."""
    names = {entry.get("name") for entry in found}
    return [entry for entry in entries if entry["jobs"] or entry["name"] in names]


class Comparison:
    """Expected against found, leaf by leaf."""

    def __init__(self, expected, found):
        self.lines = []
        self.agreeing = self.differing = self.figures = self.recomputed = 0
        if found.get("schema") != 2:
            self.lines.append(f"schema: expected 2, found {found.get('schema')}")
        figures = {name: value for name, value in found.items() if name not in NO_FIGURES}
        parts = {name: needed(expected[name], found.get(name, []))
                 for name in ("classes", "models")}
        wanted, leaves = flatten({**expected, **parts}), flatten(figures)
        for name in ("tenants", "classes", "sizes", "models"):
            self.compare_order(name, expected[name], found.get(name, []))
        for path, value in wanted.items():
            if value is not OPTIONAL:
                self.compare_leaf(path, value, leaves)
            elif path in leaves:
                self.compare_leaf(path, None, leaves)
        for path, value in leaves.items():
            if is_number(value) or isinstance(value, bool) or value is None:
                self.figures += 1
                self.recomputed += path in wanted
                if path not in wanted:
                    self.lines.append(f"{path}: not recomputed, found {shown(value)}")

    def compare_leaf(self, path, value, leaves):
        """Counts a leaf, and says so where it differs or is missing."""
        if path in leaves and agree(value, leaves[path]):
            self.agreeing += not isinstance(value, (str, dict, list))
            return
        self.differing += 1
        found = shown(leaves[path]) if path in leaves else "nothing"
        self.lines.append(f"{path}: expected {shown(value)}, found {found}")

    def compare_order(self, name, expected, found):
        """Says so where entries that both have stand in another order."""
        here = [entry["name"] for entry in expected]
        there = [entry.get("name") for entry in found]
        here = [entry for entry in here if entry in there]
        there = [entry for entry in there if entry in here]
        if here != there:
            self.differing += 1
            self.lines.append(f"{name}: expected the order {here}, found {there}")


def shown(value):
    """A leaf as JSON writes it."""
    return json.dumps(value, ensure_ascii=False)


def table_faults(results):
    """Cells of jobs.csv and runs.csv that contradict the trace or each other, as lines.

    Figures can not be righter than the tables: what the trace says must stand in jobs.csv; starts,
    ends, preemptions and the pool must be those of the attempts; an attempt has a length and keeps
    no more than that; an ended job has done its run, whatever it lost.
    """
    for job in results.jobs:
        row, trace, attempts = job.row, job.trace, job.attempts
        name = row["job"]
        never = job.start is None
        expected = {
            "submit": milliseconds(trace["submit_seconds"]),
            "limit": job.run if job.limit is None else job.limit,
            "delay": None if job.end is None else job.delay,
            "start": attempts[0].start if attempts else None,
            "end": attempts[-1].end if attempts and not attempts[-1].preempted else None,
        }
        for column, value in expected.items():
            if milliseconds(row[column]) != value:
                value = "" if value is None else value / 1000
                yield f"jobs.csv[{name}].{column}: expected '{value}', found '{row[column]}'"
        texts = {
            "gpus": trace["gpus"],
            "tenant": trace.get("tenant") or row["tenant"],
            "user": trace.get("user") or "",
            "class": trace.get("class") or "",
            "preemptions": str(sum(attempt.preempted for attempt in attempts)),
            "pool": "" if never else attempts[-1].pool,
            "model": job.model or "",
        }
        for column, value in texts.items():
            if row[column] != value:
                yield f"jobs.csv[{name}].{column}: expected '{value}', found '{row[column]}'"
        if job.state not in STATES or (job.state in ("rejected", "waiting")) != (job.end is None):
            yield f"jobs.csv[{name}].state: {job.state} does not go with the end '{row['end']}'"
        ending = trace.get("end_state")
        if ending and milliseconds(trace["run_seconds"]) > job.run:
            ending = "limit"
        if ending and job.end is not None and job.state != ending:
            yield f"jobs.csv[{name}].state: expected '{ending}', found '{job.state}'"
        if job.state == "rejected" and not never:
            yield f"jobs.csv[{name}].state: rejected, but it started"
        if not set(attempt_models(job, results.world)) <= set(job.kinds):
            yield f"jobs.csv[{name}]: ran on a model that it does not accept"
        yield from attempt_faults(job)


def attempt_models(job, world):
    """Positions of the models in which a job ran."""
    if job.gpus:
        for attempt in job.attempts:
            yield world.models.index(world.model_of[attempt.pool])


def attempt_faults(job):
    """Attempts that have no length, overlap, keep what they did not do, or do not make up a run."""
    where, free, kept = f"runs.csv[{job.row['job']}]", job.submit, 0
    for attempt in job.attempts:
        if attempt.start < free or attempt.end <= attempt.start:
            yield f"{where}: an attempt from {attempt.start / 1000} to {attempt.end / 1000}"
        free = attempt.end
        if attempt.preempted:
            kept += attempt.kept
            if not 0 <= attempt.kept <= attempt.end - attempt.start:
                yield f"{where}.kept: {attempt.kept / 1000} s of an attempt that was shorter"
            if attempt is job.attempts[-1] and job.end is not None:
                yield f"{where}: ended, but its last attempt was preempted"
        elif attempt.end - attempt.start + kept != job.run:
            done = attempt.end - attempt.start + kept
            yield f"{where}: did {done / 1000} s of a run of {job.run / 1000} s"


# The command


def check(folder, trace, world, window=None):
    """Compares one folder; returns its comparison and the faults of its tables."""
    results = Results(folder, trace, world, window)
    found = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return Comparison(summary(results), found), list(table_faults(results))


def print_faults(folder, faults, at_most=20):
    """Prints faults of tables, which may be as many as there are rows."""
    for line in faults[:at_most]:
        print(f"{folder}: {line}")
    if len(faults) > at_most:
        print(f"{folder}: and {len(faults) - at_most} more faults of tables")


def main(arguments=None):
    """Checks every folder; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--trace")
    parser.add_argument("--entitlements")
    parser.add_argument("--window", nargs=2, metavar=("FROM", "TO"))
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("folders", nargs="*", metavar="FOLDER")
    options = parser.parse_args(arguments)
    if options.self_test:
        return self_test()
    if not (options.trace and options.entitlements and options.folders):
        parser.error("--trace, --entitlements and a folder are needed, or --self-test")
    agreeing, differing, bad, at = 0, 0, False, ""
    try:
        world = World(json.loads(pathlib.Path(options.entitlements).read_text(encoding="utf-8")))
        trace = by_job(rows_of(options.trace), options.trace)
        window = options.window and tuple(milliseconds(text) for text in options.window)
        for folder in options.folders:
            at = f"{folder}: "
            comparison, faults = check(pathlib.Path(folder), trace, world, window)
            for line in comparison.lines:
                print(f"{folder}: {line}")
            print_faults(folder, faults)
            print(f"{folder}: {comparison.recomputed} of {comparison.figures} figures recomputed, "
                  f"{len(faults)} faults in tables")
            agreeing += comparison.agreeing
            differing += comparison.differing
            bad = bad or bool(comparison.lines or faults)
    except (Problem, OSError, KeyError, ValueError) as problem:
        print(f"recompute: {at}{type(problem).__name__}: {problem}", file=sys.stderr)
        return 1
    print(f"{agreeing} figures agree, {differing} differ")
    return 1 if bad else 0


# Worlds worked out by hand

MODELS = {
    "description": {
        "gpus": 16,
        "pools": [
            {"name": "h", "nodes": 1, "gpus_per_node": 8, "model": "H"},
            {"name": "a", "nodes": 1, "gpus_per_node": 8, "model": "A"},
        ],
        "tenants": [
            {"path": "x", "gpus": 8, "entitlement": {"H": 6, "A": 2},
             "promises": [{"wait_p95": 900, "of": "jobs"}]},
            {"path": "y", "gpus": 8, "entitlement": {"H": 2, "A": 6},
             "promises": [{"wait_p95": 600, "of": "gpu-hours", "class": "big", "larger_than": 8},
                          {"wait_p95": 600, "of": "jobs", "class": "small"}]},
        ],
    },
    "trace": """# epoch: 0
job,submit_seconds,run_seconds,limit_seconds,gpus,gpus_per_node,model,tenant,user,class
1,0,9000,7200,8,8,H,y,u,big
2,900,1800,1800,4,,,x,v,
3,1800,3600,3600,16,8,H,y,u,big
4,3600,60,60,4,,A,x,v,tiny
5,1,0,60,4,,A,x,v,tiny
""",
    "jobs.csv": """\
job,submit,start,end,state,tenant,user,gpus,nodes,limit,preemptions,pool,model,class,delay
1,0,0,10200,limit,y,u,8,1,7200,1,h,H,big,3000
2,900,1800,3600,completed,x,v,4,1,1800,0,h,H,,900
3,1800,,,rejected,y,u,16,,3600,0,,,big,
4,3600,3600,3660,completed,x,v,4,1,60,0,a,A,tiny,0
""",
    "runs.csv": """job,start,end,pool,ending,kept
1,0,1800,h,preempted,600
1,3600,10200,h,ended,6600
""",
}

BRANCHES = {
    "description": {
        "gpus": 12,
        "pools": [{"name": "p", "nodes": 3, "gpus_per_node": 4, "model": "M"}],
        "tenants": [
            {"path": "n", "gpus": 4, "entitlement": {"M": 4}},
            {"path": "c", "gpus": 4, "entitlement": {"M": 4}},
            {"path": "c/a", "gpus": 4, "entitlement": {"M": 4}},
        ],
    },
    "trace": """job,submit_seconds,run_seconds,limit_seconds,gpus,gpus_per_node,model,tenant,user
1,0,7200,7200,7,,,c/b,u
2,0,100,100,2,,,n,v
3,3600,1,1,5,8,,n,v
""",
    "jobs.csv": """\
job,submit,start,end,state,tenant,user,gpus,nodes,limit,preemptions,pool,model,class,delay
1,0,0,12700,completed,c/b,u,7,2,7200,1,p,M,,5500
2,0,5400,5500,completed,n,v,2,1,100,0,p,M,,5400
3,3600,,,waiting,n,v,5,,1,0,,,,
""",
    "runs.csv": """job,start,end,pool,ending,kept
1,0,5400,p,preempted,0
1,5500,12700,p,ended,7200
""",
}

PART = {
    "description": {
        "gpus": 6,
        "pools": [
            {"name": "m", "nodes": 1, "gpus_per_node": 4, "model": "M"},
            {"name": "n", "nodes": 1, "gpus_per_node": 2, "model": "N"},
        ],
        "tenants": [
            {"path": "s", "gpus": 4, "entitlement": {"M": 2, "N": 2},
             "promises": [{"wait_p95": 20, "of": "jobs", "larger_than": 4}]},
        ],
    },
    "trace": """job,submit_seconds,run_seconds,limit_seconds,gpus,gpus_per_node,model,tenant,user
1,100,5,60,1,,,s,u
2,200,4000,4000,3,,M,s,u
3,1000,5,60,1,,,s,u
4,1000,30,60,1,,N,s,u
5,3000,3600,3600,4,4,,s,u
6,3500,3600,3600,1,,,s,u
7,4600,5,60,2,,,s,u
""",
    "jobs.csv": """\
job,submit,start,end,state,tenant,user,gpus,nodes,limit,preemptions,pool,model,class,delay
1,100,100,105,completed,s,u,1,1,60,0,n,N,,0
2,200,200,4200,limit,s,u,3,1,4000,0,m,M,,0
3,1000,1000,1005,failed,s,u,1,1,60,0,n,N,,0
4,1000,,,rejected,s,u,1,,60,0,,,,
5,3000,,,waiting,s,u,4,,3600,0,,,,
6,3500,,,waiting,s,u,1,,3600,0,,,,
7,4600,4620,4625,completed,s,u,2,1,60,0,n,N,,20
""",
}


def write_world(folder, world):
    """Writes a world's files, with the trace and the description beside the tables."""
    for name, text in world.items():
        if name == "description":
            (folder / "world.json").write_text(json.dumps(text), encoding="utf-8")
        else:
            (folder / name).write_text(text, encoding="utf-8")
    return folder


def figures_of(folder, window=None):
    """The figures of a written world by path, its summary, and the faults of its tables."""
    world = World(json.loads((folder / "world.json").read_text(encoding="utf-8")))
    results = Results(folder, by_job(rows_of(folder / "trace"), "trace"), world, window)
    expected = summary(results)
    return flatten(expected), expected, list(table_faults(results))


def expect(figures, wanted):
    """Stops the self-test unless figures are what was worked out by hand."""
    for path, value in wanted.items():
        if not (path in figures and agree(value, figures[path])):
            raise AssertionError(f"{path} is {figures.get(path, 'missing')}, by hand {value}")


def test_models(folder):
    """Two models, a preemption with a checkpoint, a rejected job, a dropped row; window one hour.

    y holds 8 H in the first half hour, entitled to 2: it used 4 h and borrowed 3. Its attempt of
    1,800 s keeps 600: lost 1,200 s x 8 = 2 2/3 h. x, entitled to 6 H, lends all 6 for that time
    = 3 h; from 900 to 1,800 s it waits for 4 of any model, which the fill puts all into H, the
    first: owed 4 x 1/4 h = 1, withheld of what it lends min(6, 4) x 1/4 h = 1. In the second half
    x holds 4 H (used 2 h), nobody borrows, and y waits for 8 H: owed 2 x 1/2 h = 1.
    """
    figures, expected, faults = figures_of(write_world(folder, MODELS))
    assert not faults, faults
    x, y = ("tenants[x].gpu_hours.", "tenants[y].gpu_hours.")
    expect(figures, {
        x + "used": 2, x + "useful": 2, x + "entitled": 8, x + "borrowed": 0, x + "lost": 0,
        x + "lent": 3, x + "lent_withheld": 1, x + "lent_idle": 2, x + "owed": 1,
        x + "by_model.H.entitled": 6, x + "by_model.H.owed": 1, x + "by_model.A.owed": 0,
        x + "by_model.A.lent": 0, x + "by_model.A.used": 0,
        y + "used": 4, y + "lost": 8 / 3, y + "useful": 4 / 3, y + "borrowed": 3, y + "lent": 0,
        y + "owed": 1, y + "by_model.H.lost": 8 / 3, y + "by_model.A.entitled": 6,
        "tenants[x].preemptions": 0, "tenants[y].preemptions": 1,
    })
    # Runs as replayed 7,200, 1,800, 3,600, 60 s on 8, 4, 16, 4: 57,600 + 7,200 + 57,600 + 240
    # = 122,640 device-seconds of 16 x 3,600. Waits 0, 900, never, 0; by work half is 61,320, of
    # which the zeros have 57,840. Delays 10,200 - 7,200, 3,600 - 900 - 1,800, never, 0.
    expect(figures, {
        "window.from": 0, "window.to": 3600, "makespan": 10200, "offered_load": 122640 / 57600,
        "utilization": 6 / 16, "jobs.limit": 1, "jobs.completed": 2, "jobs.rejected": 1,
        "wait.mean": 300, "wait.p50": 0, "wait.p95": None, "wait.max": None,
        "wait.unbounded.jobs": 1, "wait.unbounded.gpu_hours": 16,
        "wait_by_gpu_hours.mean": 7200 * 900 / 65040, "wait_by_gpu_hours.p50": 900,
        "delay.mean": 1300, "delay.p50": 900, "delay_by_gpu_hours.p50": 3000,
        "bounded_slowdown.mean": (10200 / 7200 + 2700 / 1800 + 1) / 3, "waited.jobs": 1,
        "waited.of": 3, "left_out.rejected.gpu_hours": 16, "left_out.dropped.jobs": 1,
        "left_out.dropped.reasons.run_not_positive.jobs": 1,
        "tenants[x].left_out.dropped.jobs": 1, "tenants[y].left_out.dropped.jobs": 0,
        "tenants[x].promises[0].value": 900, "tenants[x].promises[0].kept": True,
        "tenants[y].promises[0].value": None, "tenants[y].promises[0].kept": False,
        "tenants[y].promises[1].value": None, "tenants[y].promises[1].kept": None,
        "classes[big].jobs": 2, "classes[tiny].jobs": 1, "sizes[9-64].jobs": 1,
        "sizes[2-8].jobs": 3, "models[H].jobs": 2, "models[A].jobs": 1,
        "models[A].wait.max": 0,
    })
    assert [entry["name"] for entry in expected["classes"]] == ["big", "tiny"]
    test_comparison(folder, expected)


def test_branches(folder):
    """Siblings at two levels, of which one is described by nobody; window one hour.

    c/b holds 7 the whole hour, entitled to 0, and so does c, entitled to 4: c borrowed 3, n unused
    4 and lent 4 x min(1, 3/4) = 3; c/b borrowed 7, c/a unused 4 and lent 4 x min(1, 7/4) = 4. n
    waits for 2: owed 2, of its lent 3 withheld 2. The preemption comes after the window: it is not
    counted and nothing is lost, but what c did in the window was not useful. Job 3 fits no node of
    4 and waits for ever; it is owed nothing.
    """
    figures, _, faults = figures_of(write_world(folder, BRANCHES))
    assert not faults, faults
    expect(figures, {
        "tenants[c].gpu_hours.borrowed": 3, "tenants[c].gpu_hours.used": 7,
        "tenants[c].gpu_hours.useful": 0, "tenants[c].gpu_hours.lost": 0,
        "tenants[c].preemptions": 0, "tenants[c/b].gpu_hours.borrowed": 7,
        "tenants[c/b].gpu_hours.entitled": 0, "tenants[c/a].gpu_hours.lent": 4,
        "tenants[c/a].gpu_hours.lent_idle": 4, "tenants[n].gpu_hours.lent": 3,
        "tenants[n].gpu_hours.owed": 2, "tenants[n].gpu_hours.lent_withheld": 2,
        "tenants[n].left_out.waiting.jobs": 1, "tenants[n].waited.jobs": 2, "jobs.waiting": 1,
        "tenants[n].wait.p50": 5400, "tenants[n].wait.p95": None, "tenants[c/a].wait.p50": None,
        "tenants[c/a].jobs": 0, "tenants[c].jobs": 1, "utilization": 7 / 12,
    })


def test_part(folder):
    """A window from 1,000 to 4,600 s that is a part of the trace; what waits at its end.

    s holds 3 M until 4,200 s, entitled to 2: it borrowed 1 for 3,200 s. Job 5 fits only the node of
    M, as its part is 4; it waits from 3,000 s, but there is room, 2 M, only from 4,200 s. Job 6
    takes any model: N from 3,500 s on, also beside job 5, which comes first. Job 4 is rejected and
    waits for nothing. Five jobs are measured; the two that ended have run 5 s, which counts as 10,
    and have slowdowns 5/10, which counts as 1, and 25/10. No job is above 4, so the promise is
    neither kept nor broken.
    """
    figures, _, faults = figures_of(write_world(folder, PART), (1_000_000, 4_600_000))
    assert not faults, faults
    hours = "tenants[s].gpu_hours."
    expect(figures, {
        "tenants[s].jobs": 5, hours + "used": 9605 / 3600, hours + "borrowed": 3200 / 3600,
        hours + "by_model.M.owed": 2 * 400 / 3600, hours + "by_model.N.owed": 1100 / 3600,
        hours + "by_model.N.used": 5 / 3600, hours + "entitled": 4, hours + "lent": 0,
        "utilization": 9605 / 21600, "makespan": 4525, "bounded_slowdown.mean": 1.75,
        "bounded_slowdown.p50": None, "wait.mean": 10, "delay.mean": 10, "wait.unbounded.jobs": 3,
        "waited.jobs": 3, "waited.of": 4, "left_out.waiting.jobs": 2,
        "left_out.waiting.gpu_hours": 5, "left_out.rejected.gpu_hours": 30 / 3600,
        "tenants[s].promises[0].value": None, "tenants[s].promises[0].kept": None,
        "offered_load": (5 + 30 + 4 * 3600 + 3600 + 10) / 21600, "jobs.waiting": 2,
    })


def test_spreads():
    """Positions of percentiles at and beside a border, and groups without jobs or without work."""
    never = math.inf
    pairs = [(0, 1), (5, 1)]
    expect(spread_by_jobs(pairs, 1), {"mean": 2.5, "p50": 0, "p95": 5, "max": 5})
    expect(spread_by_work(pairs, 1), {"mean": 2.5, "p50": 0, "p95": 5, "max": 5})
    expect(spread_by_work([(0, 49), (5, 51)], 1), {"mean": 2.55, "p50": 5, "p95": 5, "max": 5})
    expect(spread_by_work([(0, 95), (never, 5)], 1), {"mean": 0, "p50": 0, "p95": 0, "max": None})
    expect(spread_by_jobs([(1, 0)] * 19 + [(never, 0)], 1), {"p95": 1, "max": None})
    expect(spread_by_jobs([(1, 0)] * 18 + [(never, 0)] * 2, 1), {"mean": 1, "p95": None})
    nothing = dict.fromkeys(["mean", "p50", "p95", "max"])
    assert spread_by_jobs([], 1) == spread_by_work([], 1) == nothing
    assert spread_by_work([(3, 0)], 1) == nothing


def test_fill():
    """Who has a choice moves aside, and no fill is larger than the smallest cut.

    Jobs that accept the models of K want W(K). A set T of models takes at most its room, and what
    may go elsewhere is at most the wants of K that are not within T: the fill is the minimum of
    room(T) + wants(not within T) over all T.
    """
    assert fill([2, 2, 0], [((0, 1), 2), ((0, 2), 2)]) == [2, 2, 0]
    assert fill([3, 3], [((0,), 1), ((0, 1), 3)]) == [3, 1]
    assert fill([1, 5], [((0,), 4), ((0, 1), 2)]) == [1, 2]
    state = 1
    for _ in range(3000):
        numbers = []
        for _ in range(19):
            state = state * 6364136223846793005 + 1442695040888963407 & (1 << 64) - 1
            numbers.append((state >> 40) % 6)
        room, wants = numbers[:4], []
        sets = [tuple(m for m in range(4) if bits >> m & 1) for bits in range(1, 16)]
        for kinds, devices in zip(sorted(sets, key=lambda k: (len(k), k)), numbers[4:]):
            if devices > 2:
                wants.append((kinds, devices - 2))
        cut = min(
            sum(room[m] for m in inside) + sum(d for k, d in wants if not set(k) <= set(inside))
            for inside in [(), *sets]
        )
        assert sum(fill(room, wants)) == cut, (room, wants)


def test_comparison(folder, expected):
    """One wrong figure, one missing and one unknown are each found, and spoil the exit code."""
    leaf = json.loads(json.dumps(expected, default=lambda _: None))
    whole = {"schema": 2, "units": {"time": "s"}, "policy": "p", "digest": "d", **leaf}
    arguments = ["--trace", str(folder / "trace"), "--entitlements", str(folder / "world.json")]

    def run(changed):
        (folder / "summary.json").write_text(json.dumps(changed), encoding="utf-8")
        comparison, _ = check(folder, by_job(rows_of(folder / "trace"), "trace"),
                              World(MODELS["description"]))
        return comparison

    comparison = run(whole)
    assert not comparison.lines, comparison.lines
    assert comparison.recomputed == comparison.figures > 300
    wrong = json.loads(json.dumps(whole))
    wrong["tenants"][1]["gpu_hours"]["by_model"]["H"]["owed"] += 3e-6
    assert run(wrong).lines == [
        "tenants[y].gpu_hours.by_model.H.owed: expected 1.0, found 1.000003"
    ]
    del wrong["tenants"][1]["gpu_hours"]["by_model"]["H"]["owed"]
    assert run(wrong).lines == ["tenants[y].gpu_hours.by_model.H.owed: expected 1.0, found nothing"]
    more = {**whole, "fairness": {"jain": 1}}
    assert run(more).lines == ["fairness.jain: not recomputed, found 1"]
    assert run(more).recomputed == run(more).figures - 1
    for changed, code in ((whole, 0), (wrong, 1), (more, 1)):
        (folder / "summary.json").write_text(json.dumps(changed), encoding="utf-8")
        assert quiet_main([*arguments, str(folder)]) == code
    late = MODELS["jobs.csv"].replace("2,900,1800,3600", "2,900,1800,3601")
    write_world(folder, {**MODELS, "jobs.csv": late})
    faults = figures_of(folder)[2]
    assert len(faults) == 2, faults  # The delay, and 1,801 s of a run of 1,800.


def quiet_main(arguments):
    """The exit code of the command, without what it prints."""
    with contextlib.redirect_stdout(io.StringIO()):
        return main(arguments)


def test_description():
    """The description beside this file adds up: 50, 30 and 20 % leave no device of either model."""
    path = pathlib.Path(__file__).with_name("gwangju.json")
    world = World(json.loads(path.read_text(encoding="utf-8")))
    for model in world.models:
        pools = sum(p["nodes"] * p["gpus_per_node"] for p in world.pools if p["model"] == model)
        assert pools == sum(world.entitlement(tenant, model) for tenant in world.tenants)


def self_test():
    """Runs the worlds that were worked out by hand; the exit code."""
    if not __debug__:
        raise Problem("run the self-test without -O: it asserts")
    test_spreads()
    test_fill()
    test_description()
    for test in (test_models, test_branches, test_part):
        with tempfile.TemporaryDirectory() as folder:
            test(pathlib.Path(folder))
    print("self-test passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
