// Before the first paint: <html data-theme="light|dark">, from the stored choice or from the system's setting.
// The app stores the choice (light, dark or system) under the same key and sets the attribute when it changes.
{
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    let choice = "system";
    try {
      choice = localStorage.getItem("leadscore.theme") ?? choice;
    } catch {
      // Storage is blocked: the system decides.
    }
    const system = dark.matches ? "dark" : "light";
    document.documentElement.dataset.theme = choice === "light" || choice === "dark" ? choice : system;
  };
  apply();
  dark.addEventListener("change", apply);
}
