"""The two tasks that the tree benches learn: what a house sells for, and which lead becomes a deal.

In: a folder, a number of rows for training and one for the test. Out, per task and part, `NAME_PART.columns.f32` (one
column after the other, the target last), `NAME_PART.rows.f32` (one row after the other, without the target) and
`NAME.json` (names of the columns, rows). Both are synthetic: places with effects of their own, flags, counts, skewed
amounts, some missing cells everywhere. The same seed gives the same files.
"""

import json
import sys
from pathlib import Path

import numpy as np

TRAIN, TEST = 1, 2


def one_of(rng, shares, rows):
    """Category codes, each with its share."""
    return rng.choice(len(shares), rows, p=np.asarray(shares) / np.sum(shares))


def flag(rng, share, rows):
    return (rng.random(rows) < share).astype(float)


def forget(rng, columns, usual, special):
    """Blanks cells: a share of each column, with exceptions by name."""
    for name, values in columns.items():
        blank = rng.random(len(values)) < special.get(name, usual)
        columns[name] = np.where(blank, np.nan, values)


def house(rows, seed):
    """Sale prices of houses: 30 columns, noise with heavy tails, R² around 0.9."""
    town = np.random.default_rng(101)  # the same town for training and test
    zips = 180
    north, east = town.normal(size=zips), town.normal(size=zips)
    worth = 0.35 * np.sin(1.7 * north) + 0.3 * np.cos(1.3 * east) + town.normal(0, 0.22, zips)
    zip_school = np.clip(5 + 5 * worth + town.normal(0, 1.2, zips), 1, 10)
    zip_crime = np.exp(town.normal(0, 0.5, zips) - worth)
    zip_shares = town.dirichlet(np.full(zips, 2.0))

    rng = np.random.default_rng([seed, 1])
    zip_code = one_of(rng, zip_shares, rows)
    kind = one_of(rng, [0.55, 0.15, 0.12, 0.08, 0.06, 0.04], rows)
    condition = one_of(rng, [0.05, 0.15, 0.45, 0.25, 0.10], rows)
    flood = one_of(rng, [0.85, 0.08, 0.05, 0.02], rows)
    living = np.exp(rng.normal(7.45, 0.38, rows))
    lot = np.exp(rng.normal(8.9, 0.7, rows)) * np.where(kind == 2, 0.1, 1.0)
    beds = np.clip(np.round(living / 620 + rng.normal(0, 0.7, rows)), 1, 8)
    baths = np.clip(np.round(2 * (living / 900 + rng.normal(0, 0.5, rows))) / 2, 1, 7)
    built = np.clip(np.round(2022 - rng.gamma(2.2, 20, rows)), 1880, 2024)
    renewed = np.where(rng.random(rows) < 0.25, np.minimum(2024, built + rng.integers(5, 60, rows)), 0)
    latitude = north[zip_code] + rng.normal(0, 0.08, rows)
    longitude = east[zip_code] + rng.normal(0, 0.08, rows)
    stories = np.where(living > 1900, 2, 1) + flag(rng, 0.1, rows)
    garage = rng.integers(0, 4, rows)
    pool = flag(rng, 0.12, rows)
    school = zip_school[zip_code] + rng.normal(0, 0.4, rows)
    crime = zip_crime[zip_code] * np.exp(rng.normal(0, 0.15, rows))
    centre_miles = 8 * np.hypot(latitude, longitude)
    days_listed = rng.gamma(1.5, 25, rows)
    some_fee = np.where(rng.random(rows) < 0.2, rng.gamma(2, 40, rows), 0)
    fee = np.where(kind == 2, rng.gamma(3, 90, rows), some_fee)
    roof, heating = rng.integers(0, 5, rows), rng.integers(0, 6, rows)
    basement = np.where(rng.random(rows) < 0.4, living * rng.uniform(0.2, 0.6, rows), 0)
    years_owned = rng.gamma(1.6, 7, rows)
    lives_there = flag(rng, 0.7, rows)
    absentee = 1 - lives_there * flag(rng, 0.9, rows)
    liens = rng.poisson(0.3, rows)
    owes_tax = flag(rng, 0.08, rows)
    interest = 4.5 + 2 * np.sin(years_owned / 5) + rng.normal(0, 0.3, rows)
    month = rng.integers(0, 12, rows)

    age = 2024 - built
    worn = np.minimum(np.where(renewed > 0, np.minimum(age, 2024 - renewed), age), 60)
    log_worth = (
        5.55
        + 0.82 * np.log(living)
        + 0.075 * np.log(lot)
        + 0.05 * baths
        - 0.012 * (beds - 3) ** 2
        + np.array([0, -0.12, -0.22, 0.05, -0.35, 0.25])[kind]
        + np.array([-0.42, -0.2, 0, 0.1, 0.19])[condition]
        + np.array([0, -0.03, -0.09, -0.2])[flood]
        + worth[zip_code]
        - 0.004 * worn
        + 0.0025 * np.maximum(age - 90, 0)
        + 0.035 * (school - 5) * lives_there
        - 0.06 * np.log(crime)
        - 0.012 * centre_miles
        + 0.1 * np.exp(-((latitude - 0.6) ** 2 + (longitude + 0.3) ** 2) / 0.1)
        + pool * np.where(latitude < 0, 0.14, 0.03)
        + 0.02 * garage
        + 0.013 * np.log1p(basement)
        + 0.015 * np.sin(2 * np.pi * month / 12)
        - 0.0002 * fee
        - 0.05 * owes_tax
        - 0.0008 * np.minimum(days_listed, 120)
        + 0.06 * ((living > 3000) & (worth[zip_code] > 0.3))
    )
    price = np.exp(log_worth + 0.095 * rng.standard_t(4, rows))
    assessed = price * np.exp(rng.normal(-0.25, 0.33, rows))
    last_sale = np.exp(log_worth + rng.normal(0, 0.28, rows) - 0.035 * years_owned)
    columns = {
        "living": living,
        "lot": lot,
        "beds": beds,
        "baths": baths,
        "built": built,
        "renewed": renewed,
        "latitude": latitude,
        "longitude": longitude,
        "stories": stories,
        "garage": garage,
        "pool": pool,
        "school": school,
        "crime": crime,
        "centre_miles": centre_miles,
        "days_listed": days_listed,
        "fee": fee,
        "basement": basement,
        "years_owned": years_owned,
        "lives_there": lives_there,
        "absentee": absentee,
        "liens": liens,
        "owes_tax": owes_tax,
        "interest": interest,
        "assessed": assessed,
        "last_sale": last_sale,
        "zip": zip_code,
        "kind": kind,
        "condition": condition,
        "flood": flood,
        "roof": roof,
    }
    rare = {"assessed": 0.12, "last_sale": 0.12, "renewed": 0.08, "living": 0.01, "zip": 0.01}
    forget(rng, columns, 0.05, rare)
    return columns, price


def lead(rows, seed):
    """Whether a lead becomes a deal: 20 columns, most of them flags and counts, AUC around 0.80."""
    market = np.random.default_rng(202)
    source_effect = market.normal(0, 0.45, 24)
    source_shares = market.dirichlet(np.full(24, 1.5))
    city_effect = market.normal(0, 0.3, 150)
    city_shares = market.dirichlet(np.ones(150))

    rng = np.random.default_rng([seed, 2])
    source, city = one_of(rng, source_shares, rows), one_of(rng, city_shares, rows)
    equity = np.clip(1.3 * rng.beta(2, 1.6, rows) - 0.2, -0.2, 1.1)
    value = np.exp(rng.normal(12.4, 0.5, rows))
    years_owned = rng.gamma(1.6, 7, rows)
    vacant, absentee, owes_tax = (flag(rng, share, rows) for share in (0.09, 0.3, 0.1))
    foreclosure, probate, divorce = (flag(rng, share, rows) for share in (0.04, 0.03, 0.05))
    liens = rng.poisson(0.3, rows)
    miles = rng.gamma(2, 9, rows)
    owner_age = np.clip(rng.normal(55, 14, rows), 20, 95)
    calls, texts = rng.poisson(1.4, rows), rng.poisson(2.2, rows)
    days = rng.gamma(1.2, 30, rows)
    beds, condition, letters = rng.integers(1, 6, rows), rng.integers(0, 5, rows), rng.integers(0, 9, rows)

    push = (
        -5.06
        + source_effect[source]
        + city_effect[city]
        + 1.9 * np.clip(equity, 0, 1) ** 2
        + 0.9 * vacant
        + 0.55 * absentee * (miles > 20)
        + 0.7 * owes_tax
        + 0.35 * np.minimum(liens, 3) * (equity > 0.3)
        + 1.5 * foreclosure * (equity > 0.15)
        + 1.1 * probate
        + 0.5 * divorce
        + 0.022 * np.minimum(years_owned, 25)
        + 0.012 * np.maximum(owner_age - 62, 0)
        + 0.28 * np.minimum(calls, 4)
        - 0.025 * calls**2
        + 0.6 * np.exp(-days / 12)
        + 0.22 * np.maximum(3 - condition, 0)
        - 0.25 * np.abs(np.log(value) - 12.3)
        + 0.5 * vacant * owes_tax
        - 0.05 * letters * (days > 60)
        + 0.4 * np.sin(6 * equity) * absentee
    )
    log_odds = 1.5 * (push + 3.5) - 3.62 + rng.normal(0, 0.3, rows)
    deal = flag(rng, 1 / (1 + np.exp(-log_odds)), rows)
    columns = {
        "equity": equity,
        "value": value,
        "years_owned": years_owned,
        "vacant": vacant,
        "absentee": absentee,
        "owes_tax": owes_tax,
        "liens": liens,
        "foreclosure": foreclosure,
        "probate": probate,
        "divorce": divorce,
        "miles": miles,
        "owner_age": owner_age,
        "calls": calls,
        "texts": texts,
        "days": days,
        "beds": beds,
        "condition": condition,
        "letters": letters,
        "source": source,
        "city": city,
    }
    forget(rng, columns, 0.04, {"equity": 0.1, "miles": 0.1, "owner_age": 0.1, "source": 0.0})
    return columns, deal


def write(folder, name, part, columns, target):
    table = np.array([*columns.values(), target], dtype=np.float32)
    table.tofile(folder / f"{name}_{part}.columns.f32")
    np.ascontiguousarray(table[:-1].T).tofile(folder / f"{name}_{part}.rows.f32")


def main(folder, train_rows, test_rows):
    folder.mkdir(parents=True, exist_ok=True)
    for task in (house, lead):
        name = task.__name__
        for part, rows, seed in (("train", train_rows, TRAIN), ("test", test_rows, TEST)):
            columns, target = task(rows, seed)
            write(folder, name, part, columns, target)
        facts = {"columns": list(columns), "train_rows": train_rows, "test_rows": test_rows}
        (folder / f"{name}.json").write_text(json.dumps(facts))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
