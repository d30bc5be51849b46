"""Whether two ranked CSV files agree: the same parcels in the same order, with the same scores and tiers.

In: our file, the peer's. Out: one line of numbers, `leads differing-leads differing-places`, and up to five differing
leads on stderr. Scores must be equal to the last digit, both are rounded to two decimals.
"""

import sys

import pandas as pd

SCORES = ["distress_score", "value_score", "location_score", "urgency_score", "heuristic_score"]


def read(path):
    columns = ["parcel_id_normalized", *SCORES, "tier"]
    return pd.read_csv(path, engine="pyarrow", usecols=columns, dtype={"parcel_id_normalized": "str"})[columns]


ours, peer = read(sys.argv[1]), read(sys.argv[2])
both = ours.merge(peer, on="parcel_id_normalized", how="outer", suffixes=("", "_of_peer"))
equal = pd.concat([both[name] == both[f"{name}_of_peer"] for name in [*SCORES, "tier"]], axis=1).all(axis=1)
places = abs(len(ours) - len(peer))
if places == 0:
    places = int((ours["parcel_id_normalized"] != peer["parcel_id_normalized"]).sum())
print(len(ours), int((~equal).sum()), places)
if not equal.all():
    print(both[~equal].head().T.to_string(), file=sys.stderr)
