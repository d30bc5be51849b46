"""The rules of the profile guide-full with pandas, numpy, scipy and pyproj, as fast as whole columns make them.

In: a folder with property_records.csv, tax_sales.csv, foreclosures.csv and code_violations.csv. Out: a ranked CSV with
parcel, component scores, total and tier. Left out in its own favour: reasons, deal, addresses, the report of bad cells,
case types and average distances nearby, and parcel ids of other counties (it stops at one it does not know).
"""

import os
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
from pyproj import Transformer
from scipy.spatial import cKDTree

NEARBY_MILES = 0.25
EARTH_RADIUS_MILES = 3956.0
DISTRESS, VALUE, LOCATION, URGENCY = 0.35, 0.30, 0.20, 0.15
TIER_A, TIER_B, TIER_C = 43.0, 35.0, 28.0


def read(path, text=(), numbers=()):
    """The named columns; a number that cannot be read is missing."""
    # Arrow's reader uses all processors; its types come from the values, so one bad cell makes a column text.
    table = pd.read_csv(path, engine="pyarrow", usecols=[*text, *numbers], dtype={name: "str" for name in text})
    for name in numbers:
        if table[name].dtype != np.float64:
            table[name] = pd.to_numeric(table[name], errors="coerce").astype(np.float64)
    return table


def parcel_keys(ids):
    """Fifteen digits, range first, as whole numbers; -1 where a row names no parcel."""
    digits = ids.str.replace(r"\D+", "", regex=True).fillna("")
    lengths = digits.str.len()
    if not lengths.isin([0, 15]).all():
        sys.exit(f"a parcel id that this comparison does not know: {ids[~lengths.isin([0, 15])].iloc[0]}")
    keys = digits.where(lengths == 15, "-1").astype(np.int64).to_numpy()
    first, township, third = keys // 10**13, keys // 10**11 % 100, keys // 10**9 % 100
    is_ours = (township >= 20) & (township <= 24)
    section_first = is_ours & (first >= 1) & (first <= 36) & (third >= 27) & (third <= 33)
    range_first = is_ours & (third >= 1) & (third <= 36) & (first >= 27) & (first <= 33)
    certain_section = section_first & ~range_first
    certain_range = range_first & ~section_first
    swap = certain_section
    # An id that reads well in both orders is in that of most ids of its file.
    if certain_section.sum() > certain_range.sum():
        swap = section_first
    return np.where(swap, keys + (third - first) * 10**13 + (first - third) * 10**9, keys)


def round_decimal(values, digits):
    """Rounds as Python's `round` does; numpy's scales first and is off next to ties."""
    power = 10.0**digits
    scaled = values * power
    rounded = np.rint(scaled) / power
    near_tie = np.flatnonzero(np.abs(np.abs(scaled - np.rint(scaled)) - 0.5) < 1e-6)
    rounded[near_tie] = [round(value, digits) for value in values[near_tie].tolist()]
    return rounded


def within(values, low, high):
    return np.where((values >= low) & (values <= high), values, np.nan)


def is_filled(column):
    return np.where(column.isna(), np.nan, 1.0)


def known(values):
    """0 stands for unknown."""
    return np.where(values == 0.0, np.nan, values)


class Leads:
    """The parcels in the order in which tax sales, foreclosures, property records and violations name them."""

    def __init__(self, keys_by_source):
        keys = np.concatenate(keys_by_source)
        codes, self.parcels = pd.factorize(keys)
        missing = np.flatnonzero(self.parcels == -1)
        if len(missing):
            # pandas numbers the rows without a parcel like any other: take their number out.
            at = missing[0]
            codes = np.where(codes == at, -1, codes - (codes > at))
            self.parcels = np.delete(self.parcels, at)
        self.rows = np.split(codes, np.cumsum([len(keys) for keys in keys_by_source])[:-1])

    def spread(self, source, values):
        """A column of a source by lead. Of several rows the last that has a value counts."""
        codes = self.rows[source]
        use = (codes >= 0) & ~np.isnan(values)
        column = np.full(len(self.parcels), np.nan)
        column[codes[use]] = values[use]
        return column

    def present(self, source):
        flags = np.zeros(len(self.parcels), dtype=bool)
        codes = self.rows[source]
        flags[codes[codes >= 0]] = True
        return flags

    def count(self):
        return len(self.parcels)


def unit_vectors(longitude, latitude):
    longitude, latitude = np.radians(longitude), np.radians(latitude)
    return np.column_stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)]
    )


def violation_places(violations):
    """Longitude and latitude; state plane feet are recognised by their size and converted."""
    x, y = known(violations["gpsx"].to_numpy()), known(violations["gpsy"].to_numpy())
    x, y = np.where(np.isnan(y), np.nan, x), np.where(np.isnan(x), np.nan, y)
    if abs(np.nanmean(y)) <= 100:
        return x, y
    to_degrees = Transformer.from_crs("EPSG:2881", "EPSG:4326", always_xy=True)
    longitude, latitude = to_degrees.transform(x, y)
    inside = (latitude >= 28) & (latitude <= 29) & (longitude >= -82) & (longitude <= -81)
    return np.where(inside, longitude, np.nan), np.where(inside, latitude, np.nan)


def surroundings(longitude, latitude, violation_longitude, violation_latitude, is_open):
    """Violations and open violations within the radius, and miles to the nearest; NaN without coordinates."""
    usable = ~np.isnan(violation_longitude)
    points = unit_vectors(violation_longitude[usable], violation_latitude[usable])
    place = np.flatnonzero(~np.isnan(longitude))
    # Neighbours one after the other find the tree in the cache: half the time.
    place = place[np.lexsort((longitude[place], np.floor(latitude[place] * 200)))]
    centres = unit_vectors(longitude[place], latitude[place])
    chord = 2 * np.sin(NEARBY_MILES / EARTH_RADIUS_MILES / 2)
    tree, open_tree = cKDTree(points), cKDTree(points[is_open[usable]])
    nearby, nearby_open, nearest = (np.full(len(longitude), np.nan) for _ in range(3))
    nearby[place] = tree.query_ball_point(centres, chord, workers=-1, return_length=True)
    nearby_open[place] = open_tree.query_ball_point(centres, chord, workers=-1, return_length=True)
    chords, _ = tree.query(centres, distance_upper_bound=chord * (1 + 1e-12), workers=-1)
    miles = 2 * np.arcsin(np.where(np.isinf(chords), np.nan, chords) / 2) * EARTH_RADIUS_MILES
    nearest[place] = known(round_decimal(miles, 3))
    return nearby, nearby_open, nearest


def newest_last(table, dates, keys):
    """Foreclosures of one parcel must follow each other by date; only those that occur twice are moved."""
    repeated = pd.Series(keys).duplicated(keep=False).to_numpy() & (keys >= 0)
    at = np.flatnonzero(repeated)
    order = np.arange(len(table))
    order[at] = at[np.lexsort([table[date].iloc[at].fillna("").to_numpy(dtype="U10") for date in reversed(dates)])]
    return order


def main(folder, output):
    property_records = read(
        folder / "property_records.csv",
        ["parcel_number"],
        ["total_mkt", "total_assd", "taxes", "living_area", "latitude", "longitude"],
    )
    tax_sales = read(folder / "tax_sales.csv", ["parcel_id", "sale_date"], ["latitude", "longitude"])
    foreclosures = read(
        folder / "foreclosures.csv",
        ["parcel_number", "auction_date", "recording_date", "entered_date"],
        ["default_amount", "latitude", "longitude"],
    )
    violations = read(folder / "code_violations.csv", ["parcel_id", "caseinfostatus"], ["gpsx", "gpsy"])

    tax_keys, record_keys = parcel_keys(tax_sales["parcel_id"]), parcel_keys(property_records["parcel_number"])
    foreclosure_keys, violation_keys = parcel_keys(foreclosures["parcel_number"]), parcel_keys(violations["parcel_id"])
    leads = Leads([tax_keys, foreclosure_keys, record_keys, violation_keys])
    tax, foreclosure, record, violation = range(4)

    def of_record(name):
        return leads.spread(record, property_records[name].to_numpy())

    newest = newest_last(foreclosures, ["recording_date", "entered_date", "auction_date"], foreclosure_keys)
    foreclosures, leads.rows[foreclosure] = foreclosures.iloc[newest], leads.rows[foreclosure][newest]
    has_tax_sale, has_foreclosure = leads.present(tax), leads.present(foreclosure)
    has_sale_date = leads.spread(tax, is_filled(tax_sales["sale_date"])) == 1.0
    has_auction_date = leads.spread(foreclosure, is_filled(foreclosures["auction_date"])) == 1.0
    default_amount = leads.spread(foreclosure, known(foreclosures["default_amount"].to_numpy()))
    for column in ["total_mkt", "total_assd", "taxes", "living_area"]:
        property_records[column] = within(property_records[column].to_numpy(), 0.0, np.inf)
    for column in ["total_mkt", "living_area"]:
        property_records[column] = known(property_records[column].to_numpy())
    market, assessed, taxes, living_area = map(of_record, ["total_mkt", "total_assd", "taxes", "living_area"])

    place_longitude, place_latitude = violation_places(violations)
    longitude, latitude = (np.full(leads.count(), np.nan) for _ in range(2))
    of_sources = [
        (record, property_records["longitude"].to_numpy(), property_records["latitude"].to_numpy()),
        (foreclosure, foreclosures["longitude"].to_numpy(), foreclosures["latitude"].to_numpy()),
        (tax, tax_sales["longitude"].to_numpy(), tax_sales["latitude"].to_numpy()),
        # The first violation of a parcel counts: give them last to first.
        (violation, place_longitude[::-1], place_latitude[::-1]),
    ]
    for source, x, y in of_sources:
        if source == violation:
            leads.rows[violation] = leads.rows[violation][::-1]
        x = leads.spread(source, known(within(x, -180, 180)))
        y = leads.spread(source, known(within(y, -90, 90)))
        use = np.isnan(longitude) & ~np.isnan(x) & ~np.isnan(y)
        longitude, latitude = np.where(use, x, longitude), np.where(use, y, latitude)

    status = violations["caseinfostatus"].str.lower()
    is_open = status.isin(["open", "active", "assigned", "pending", "in progress", "new", "in violation"]).to_numpy()
    nearby, nearby_open, nearest = surroundings(longitude, latitude, place_longitude, place_latitude, is_open)

    # Comparisons with NaN are false: what is not known counts nothing.
    distress = 40.0 * has_tax_sale + 40.0 * has_foreclosure
    distress += 10.0 * (default_amount > 100_000)
    distress += 5.0 * has_auction_date
    distress += np.where(nearby > 0, np.minimum(nearby / 10.0, 20.0), 0.0)
    distress += 3.0 * ((nearby > 0) & (nearby_open > 0))
    distress = np.minimum(distress, 100.0)

    with np.errstate(divide="ignore", invalid="ignore"):
        equity = round_decimal(np.where(assessed > 0, market / assessed * 100.0, np.nan), 2)
        tax_percent = np.where(taxes != 0, taxes / market * 100.0, np.nan)
    value = np.select([equity > 200, equity > 150, equity > 120], [40.0, 30.0, 20.0], 0.0)
    value += np.select([(market >= 100_000) & (market <= 400_000), market < 100_000], [30.0, 20.0], 0.0)
    value += 15.0 * (tax_percent < 1.5) + 15.0 * (living_area > 1000)

    location = 50.0 + np.select([nearby == 0, nearby < 5, nearby < 20, nearby >= 50], [30.0, 20.0, 10.0, -10.0], 0.0)
    location += np.select([nearest > 0.2, nearest < 0.05], [10.0, -10.0], 0.0)

    urgency = 40.0 * has_sale_date + 50.0 * has_auction_date
    urgency += np.where(nearby_open > 0, np.minimum(nearby_open * 2.0, 10.0), 0.0)
    urgency = np.minimum(urgency, 100.0)

    total = distress * DISTRESS + value * VALUE + location * LOCATION + urgency * URGENCY
    tier = np.select([total >= TIER_A, total >= TIER_B, total >= TIER_C], [0, 1, 2], 3).astype(np.int8)
    shown = round_decimal(total, 2)
    ranking = np.argsort(-shown, kind="stable")

    ranked = pa.table(
        {
            "parcel_id_normalized": leads.parcels[ranking],
            "distress_score": round_decimal(distress, 2)[ranking],
            "value_score": value[ranking],
            "location_score": location[ranking],
            "urgency_score": urgency[ranking],
            "heuristic_score": shown[ranking],
            "tier": np.array(["A", "B", "C", "D"])[tier[ranking]],
        }
    )
    # As careful as the program it is compared with: the file is on the disk, or not there.
    unfinished = output.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        pyarrow.csv.write_csv(ranked, file)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(output)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
