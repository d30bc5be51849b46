// The engine in Node: one fit, told as one line of JSON.
//
// In: `ENGINE LEARNER TASK FOLDER`, with ENGINE the folder that wasm-bindgen wrote and FOLDER that of `tasks.py`.
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { floats } from "./floats.mjs";
import { measure } from "./measure.mjs";

const [folder, learner, task, data] = process.argv.slice(2);
const engine = await import(pathToFileURL(path.resolve(folder, "bench_engine.js")));
engine.initSync({ module: readFileSync(path.join(folder, "bench_engine_bg.wasm")) });
const columns = JSON.parse(readFileSync(path.join(data, `${task}.json`), "utf8")).columns.length;
const part = (name) => floats(path.join(data, `${task}_${name}.columns.f32`));
const answer = measure(engine, learner, task, { columns, train: part("train"), test: part("test") });
console.log(JSON.stringify({ version: `Node ${process.versions.node}`, ...answer }));
