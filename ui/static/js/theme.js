// Light or dark, before the first paint. A classic script: a module would come too late.
(() => {
  const KEY = "kinora-theme";
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage may be switched off; the system's choice holds then
    }
  };
  const isDark = () => (stored() ? stored() === "dark" : dark.matches);

  const apply = () => {
    const on = isDark();
    for (const element of [document.documentElement, document.body]) {
      if (element && element.classList.contains("dark") !== on) element.classList.toggle("dark", on);
    }
  };

  window.kinoraTheme = {
    isDark,
    toggle() {
      try {
        localStorage.setItem(KEY, isDark() ? "light" : "dark");
      } catch {
        return;
      }
      apply();
      document.dispatchEvent(new Event("kinora-theme"));
    },
  };

  apply();
  dark.addEventListener("change", apply);
  // Gradio sets the class on the body by the system's choice; ours wins.
  addEventListener("DOMContentLoaded", () => {
    apply();
    new MutationObserver(apply).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  });
})();
