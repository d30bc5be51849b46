// In the page's worker: brings engine and data, measures, answers.
import * as engine from "/engine/bench_engine.js";
import { measure } from "./measure.mjs";

addEventListener("message", async ({ data: { learner, task } }) => {
  try {
    await engine.default();
    const columns = (await (await fetch(`/data/${task}.json`)).json()).columns.length;
    const part = async (name) => {
      const answer = await fetch(`/data/${task}_${name}.columns.f32`);
      return new Float32Array(await answer.arrayBuffer());
    };
    const parts = { columns, train: await part("train"), test: await part("test") };
    postMessage(measure(engine, learner, task, parts));
  } catch (error) {
    postMessage({ failed: String(error?.stack ?? error) });
  }
});
