"""One fit of one peer, in a process of its own, told as one line of JSON.

In: `LIBRARY LEARNER TASK FOLDER THREADS [--predict] [--onnx PATH]`, with LIBRARY of lightgbm, xgboost, sklearn;
LEARNER of boost, forest; TASK of house (regression), lead (classification); FOLDER as tasks.py wrote it. Out: seconds
of the fit from an array in memory to a model (its binning included, reading files not), processor seconds, peak memory
of the process until then, quality on the test rows, and with --predict the rows per second of a prediction from raw
values on one thread. Parameters are those of `ours/src/main.rs`, whatever a peer calls them.
"""

import argparse
import json
import os
import resource
import time
from pathlib import Path

ROUNDS, DEPTH, LEAVES, RATE, BINS = 400, 6, 64, 0.05, 255
FOREST_TREES, FOREST_DEPTH, FOREST_ROWS_PER_LEAF, FOREST_COLUMNS = 200, 12, 5, 1 / 3
# A forest without bootstrap weights draws this share instead: as many rows as a bootstrap has different ones.
BOOTSTRAP_SHARE = 0.632
SEED = 42
PREDICTIONS = 3


def read(folder, task, part, columns, rows):
    """The rows as the peers like them best, one after the other, and the target."""
    import numpy as np

    table = np.fromfile(folder / f"{task}_{part}.rows.f32", dtype=np.float32).reshape(rows, columns)
    at = columns * rows * 4
    target = np.fromfile(folder / f"{task}_{part}.columns.f32", dtype=np.float32, offset=at)
    return table, target


def lightgbm(learner, task, threads):
    import lightgbm as library

    parameters = {
        "objective": "binary" if task == "lead" else "regression",
        "num_threads": threads,
        "max_bin": BINS,
        "seed": SEED,
        "verbose": -1,
    }
    if learner == "boost":
        rounds = ROUNDS
        parameters |= {"num_leaves": LEAVES, "max_depth": DEPTH, "learning_rate": RATE}
    else:
        rounds = FOREST_TREES
        parameters |= {
            "boosting": "rf",
            "bagging_freq": 1,
            "bagging_fraction": BOOTSTRAP_SHARE,
            "feature_fraction_bynode": FOREST_COLUMNS,
            "num_leaves": 2**FOREST_DEPTH,
            "max_depth": FOREST_DEPTH,
            "min_data_in_leaf": FOREST_ROWS_PER_LEAF,
        }

    def fit(table, target):
        return library.train(parameters, library.Dataset(table, target, params=parameters), rounds)

    def predict(model, table, threads):
        return model.predict(table, num_threads=threads)

    return library.__version__, fit, [predict]


def xgboost(learner, task, threads):
    import xgboost as library

    parameters = {
        "objective": "binary:logistic" if task == "lead" else "reg:squarederror",
        "tree_method": "hist",
        "nthread": threads,
        "max_bin": BINS,
        "seed": SEED,
    }
    if learner == "boost":
        rounds = ROUNDS
        parameters |= {"max_depth": DEPTH, "max_leaves": LEAVES, "learning_rate": RATE}
    else:
        rounds = 1
        parameters |= {
            "num_parallel_tree": FOREST_TREES,
            "max_depth": FOREST_DEPTH,
            "learning_rate": 1,
            "subsample": BOOTSTRAP_SHARE,
            "colsample_bynode": FOREST_COLUMNS,
            "min_child_weight": FOREST_ROWS_PER_LEAF,
            "reg_lambda": 0,
        }

    def fit(table, target):
        data = library.QuantileDMatrix(table, target, nthread=threads, max_bin=BINS)
        return library.train(parameters, data, rounds)

    def in_place(model, table, threads):
        model.set_param({"nthread": threads})
        return model.inplace_predict(table)

    def from_matrix(model, table, threads):
        model.set_param({"nthread": threads})
        return model.predict(library.DMatrix(table, nthread=threads))

    return library.__version__, fit, [in_place, from_matrix]


def sklearn(learner, task, threads):
    # Its boosting takes its threads from OpenMP, which reads this once.
    os.environ["OMP_NUM_THREADS"] = str(threads)
    import sklearn as library
    from sklearn import ensemble

    is_lead = task == "lead"
    if learner == "boost":
        kind = ensemble.HistGradientBoostingClassifier if is_lead else ensemble.HistGradientBoostingRegressor
        model = kind(
            max_iter=ROUNDS,
            max_depth=DEPTH,
            max_leaf_nodes=LEAVES,
            learning_rate=RATE,
            max_bins=BINS,
            early_stopping=False,
            random_state=SEED,
        )
    else:
        kind = ensemble.RandomForestClassifier if is_lead else ensemble.RandomForestRegressor
        model = kind(
            FOREST_TREES,
            max_depth=FOREST_DEPTH,
            max_features=FOREST_COLUMNS,
            min_samples_leaf=FOREST_ROWS_PER_LEAF,
            n_jobs=threads,
            random_state=SEED,
        )

    def fit(table, target):
        return model.fit(table, target)

    def predict(model, table, _threads):
        return model.predict_proba(table)[:, 1] if is_lead else model.predict(table)

    return library.__version__, fit, [predict]


def area_under_curve(target, score):
    """The chance that a positive row has the higher score (Hanley and McNeil 1982); ties count half."""
    import numpy as np

    _, place, count = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    positive = target > 0.5
    positives, negatives = positive.sum(), (~positive).sum()
    return float((rank[positive].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def r_squared(target, estimate):
    residual = ((target - estimate) ** 2).sum(dtype="float64")
    return float(1 - residual / ((target - target.mean(dtype="float64")) ** 2).sum(dtype="float64"))


def write_onnx(model, library, columns, path):
    """The model as ONNX Runtime reads it."""
    from onnxmltools import convert_lightgbm, convert_xgboost
    from onnxmltools.convert.common.data_types import FloatTensorType

    convert = {"lightgbm": convert_lightgbm, "xgboost": convert_xgboost}[library]
    options = {"zipmap": False} if library == "lightgbm" else {}
    converted = convert(model, initial_types=[("rows", FloatTensorType([None, columns]))], **options)
    path.write_bytes(converted.SerializeToString())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("library", choices=["lightgbm", "xgboost", "sklearn"])
    parser.add_argument("learner", choices=["boost", "forest"])
    parser.add_argument("task", choices=["house", "lead"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("threads", type=int)
    parser.add_argument("--predict", action="store_true")
    parser.add_argument("--onnx", type=Path)
    wanted = parser.parse_args()
    facts = json.loads((wanted.folder / f"{wanted.task}.json").read_text())
    columns = len(facts["columns"])

    maker = {"lightgbm": lightgbm, "xgboost": xgboost, "sklearn": sklearn}[wanted.library]
    version, fit, ways = maker(wanted.learner, wanted.task, wanted.threads)
    table, target = read(wanted.folder, wanted.task, "train", columns, facts["train_rows"])
    start, started = time.perf_counter(), time.process_time()
    model = fit(table, target)
    answer = {"version": version, "seconds": time.perf_counter() - start}
    answer["processor_seconds"] = time.process_time() - started
    answer["peak_bytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

    table, target = read(wanted.folder, wanted.task, "test", columns, facts["test_rows"])
    score = ways[0](model, table, wanted.threads)
    answer["quality"] = area_under_curve(target, score) if wanted.task == "lead" else r_squared(target, score)
    if wanted.predict:
        best = float("inf")
        for way in ways * PREDICTIONS:
            start = time.perf_counter()
            way(model, table, 1)
            best = min(best, time.perf_counter() - start)
        answer["rows_per_second"] = len(table) / best
    if wanted.onnx:
        write_onnx(model, wanted.library, columns, wanted.onnx)
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
