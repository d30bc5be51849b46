// As long as the splash stands, the app has not started. An error then, of the page or of a file that did not load,
// means that it never will, and the splash says so.
addEventListener(
  "error",
  () => {
    const failed = document.getElementById("splash-failed");
    if (!failed) return;
    failed.hidden = false;
    document.getElementById("splash-loading").hidden = true;
  },
  true,
);
