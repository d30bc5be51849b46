// Release builds only: `cargo xtask dist-finish` writes the element that is looked for here. After the page has
// loaded, so that keeping the files for later does not compete with loading them now.
if ("serviceWorker" in navigator && document.querySelector('meta[name="ls-build"]')) {
  addEventListener("load", () => navigator.serviceWorker.register("./sw.js"));
}
