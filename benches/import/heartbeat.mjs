// Runs in the page before anything else of it: notes when a file arrives, and for how long the page could not answer.
//
// Two measures of being blocked. `longestTask` is the browser's own: tasks over 50 ms on the page's thread, 0 if there
// was none. `longestGap` is what a user could feel: the longest time between two turns of a timer that is due every
// 4 ms or between two animation frames, whatever the reason, other programs on the machine included.

export function watchPage() {
  const state = { start: null, longestTask: 0, longestGap: 0 };
  window.bench = {
    state,
    /** Milliseconds from the file's arrival to a performance mark, null if it is not there; and the rows it counts. */
    sinceFile(name) {
      const mark = performance.getEntriesByName(name, "mark").at(-1);
      return mark ? { milliseconds: mark.startTime - state.start, rows: mark.detail?.rows } : null;
    },
  };
  // The event that setting the files of an input fires, before any listener of the page hears of it.
  const begin = (event) => {
    if (event.target?.type !== "file" || state.start !== null) return;
    state.start = performance.now();
    state.longestTask = 0;
    state.longestGap = 0;
    lastTurn = lastFrame = state.start;
  };
  addEventListener("input", begin, { capture: true });

  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) {
      if (state.start !== null && task.startTime + task.duration > state.start) {
        state.longestTask = Math.max(state.longestTask, task.duration);
      }
    }
  }).observe({ type: "longtask", buffered: true });

  let lastTurn = performance.now();
  let lastFrame = lastTurn;
  setInterval(() => {
    const now = performance.now();
    state.longestGap = Math.max(state.longestGap, now - lastTurn);
    lastTurn = now;
  }, 4);
  requestAnimationFrame(function frame() {
    const now = performance.now();
    state.longestGap = Math.max(state.longestGap, now - lastFrame);
    lastFrame = now;
    requestAnimationFrame(frame);
  });
}
