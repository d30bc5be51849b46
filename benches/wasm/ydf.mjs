// Gradient boosting of YDF in WebAssembly, in Node: one fit, told as one line of JSON.
//
// In: `TASK FOLDER`, and by environment LEADSCORE_PACKAGES. It takes CSV only and has no parameters, so it trains with its
// own (depth 6, exact splits, at most 300 trees) and stops early; `trees` counts those that it kept and the 30 that it
// grew to see that they were no better.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { floats } from "./floats.mjs";

const [task, data] = process.argv.slice(2);
const require = createRequire(path.join(process.env.LEADSCORE_PACKAGES, "node_modules", "any.js"));
const LOOK_AHEAD = 30;
const MOST_TREES = 300;

const { columns, train_rows: rows } = JSON.parse(readFileSync(path.join(data, `${task}.json`), "utf8"));
const numbers = floats(path.join(data, `${task}_train.columns.f32`));
const lines = [[...columns, "target"].join(",")];
for (let row = 0; row < rows; row++) {
  const cells = [];
  for (let column = 0; column < columns.length; column++) {
    const number = numbers[column * rows + row];
    cells.push(Number.isNaN(number) ? "" : number);
  }
  const target = numbers[columns.length * rows + row];
  cells.push(task === "lead" ? (target > 0.5 ? "yes" : "no") : target);
  lines.push(cells.join(","));
}
const csv = lines.join("\n");

const silent = { print() {}, printErr() {} };
const ydf = await require("ydf-training")(silent);
const start = performance.now();
const learner = new ydf.GradientBoostedTreesLearner("target", task === "lead" ? "CLASSIFICATION" : "REGRESSION");
const model = learner.train(csv);
const seconds = (performance.now() - start) / 1e3;
const kept = Number(/Number of trees: (\d+)/.exec(model.describe())?.[1]);
const trees = Math.min(kept + LOOK_AHEAD, MOST_TREES);
const version = JSON.parse(readFileSync(require.resolve("ydf-training/package.json"), "utf8")).version;
console.log(JSON.stringify({ version, seconds, trees, kept }));
