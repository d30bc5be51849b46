// One fit and some predictions of the engine, wherever it runs.

const PREDICTIONS = 3;

/** Of this process on all processors, where it can be known: not in a page. */
const processorSeconds = () => {
  const { user, system } = globalThis.process?.cpuUsage?.() ?? { user: Number.NaN, system: 0 };
  return (user + system) / 1e6;
};

/**
 * @param engine the module that wasm-bindgen wrote, started
 * @param {{columns: number, train: Float32Array, test: Float32Array}} data as `tasks.py` wrote it
 * @returns seconds of the first fit of a fresh engine, processor seconds of it (the browser's compiling included), quality on the test rows, rows predicted per second (the best of
 * some runs), the model's digest
 */
export function measure(engine, learner, task, { columns, train, test }) {
  const rows = new engine.Rows(train, columns);
  const [start, started] = [performance.now(), processorSeconds()];
  const model = engine.Model.fit(learner, task, rows);
  const seconds = (performance.now() - start) / 1e3;
  const processor_seconds = processorSeconds() - started;
  rows.free();
  const testRows = new engine.Rows(test, columns);
  let best = Number.POSITIVE_INFINITY;
  let predicted;
  for (let turn = 0; turn < PREDICTIONS; turn++) {
    const start = performance.now();
    predicted = model.predict(testRows);
    best = Math.min(best, (performance.now() - start) / 1e3);
  }
  const quality = testRows.quality(task, predicted);
  return { seconds, processor_seconds, quality, rows_per_second: predicted.length / best, digest: model.digest() };
}
