// ONNX Runtime Web in Node, one thread: predictions of a model of 400 trees, told as one line of JSON.
//
// In: `MODEL TASK FOLDER`, and by environment LEADSCORE_PACKAGES. Out: rows per second, the best of some runs.
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { floats } from "./floats.mjs";

const [model, task, data] = process.argv.slice(2);
const home = path.join(process.env.LEADSCORE_PACKAGES, "node_modules", "onnxruntime-web");
// The build for browsers: Node's own entry of the package is the same WebAssembly behind another loader.
const ort = await import(pathToFileURL(path.join(home, "dist", "ort.wasm.min.mjs")));
ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = pathToFileURL(path.join(home, "dist")).href + "/";
const PREDICTIONS = 3;

const { columns, test_rows: rows } = JSON.parse(readFileSync(path.join(data, `${task}.json`), "utf8"));
const numbers = floats(path.join(data, `${task}_test.rows.f32`));
const session = await ort.InferenceSession.create(readFileSync(model));
const input = new ort.Tensor("float32", numbers, [rows, columns.length]);
const wanted = session.outputNames.filter((name) => name !== "label");
let best = Number.POSITIVE_INFINITY;
for (let turn = 0; turn < PREDICTIONS; turn++) {
  const start = performance.now();
  await session.run({ [session.inputNames[0]]: input }, wanted);
  best = Math.min(best, (performance.now() - start) / 1e3);
}
const version = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8")).version;
console.log(JSON.stringify({ version, rows_per_second: rows / best }));
