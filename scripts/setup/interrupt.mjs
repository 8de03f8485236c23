/**
 * One signal for "stop now": Ctrl-C, SIGTERM, a closed terminal, or npm above us gone. A second Ctrl-C two seconds
 * later ends this process at once; the guards of its children then end them.
 */
export function onInterrupt() {
  const controller = new AbortController();
  let firstAt = 0;
  const stop = (name) => {
    // npm passes on a Ctrl-C that the terminal has already given us.
    if (firstAt && Date.now() - firstAt > 2000) process.exit(130);
    firstAt ||= Date.now();
    controller.abort(name);
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => stop(name));
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && stop("SIGHUP"), 500).unref();
  }
  return controller.signal;
}

/** Resolves when the signal is given. */
export const interrupted = (signal) =>
  new Promise((resolve) =>
    signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve(), { once: true }),
  );
