const YEAR_SECONDS = 365 * 24 * 3600;

/** Keeps a choice about the interface in a cookie, so that the server renders it right at once, and shows it. */
export function setPreference(name: "theme" | "locale", value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari and Firefox
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  if (name === "theme") document.documentElement.dataset.theme = value;
  else location.reload();
}

/** Whether the screen is dark now: by choice, else by the system. */
export function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/** Calls back whenever `isDark` may have changed. */
export function watchTheme(onChange: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(onChange);
  system.addEventListener("change", onChange);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => {
    system.removeEventListener("change", onChange);
    observer.disconnect();
  };
}
