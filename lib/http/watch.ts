import "server-only";
import { hostname } from "node:os";
import { after } from "next/server";
import { keepWatch, type Watch } from "@/lib/alerts/keep-watch";
import { endOverdueDrills } from "@/lib/diagnosis/end-drill";
import { probeRegularly } from "@/lib/diagnosis/probe-regularly";
import { VERSION } from "@/lib/env/version";
import { runtime } from "@/lib/wiring";

/** One per process, also across the reloads of a development server. */
const shared = globalThis as typeof globalThis & { dochakWatch?: Watch };

/** This web server's eye on alerts; its name is the one its passes carry. */
function watch(): Watch {
  shared.dochakWatch ??= keepWatch(runtime(), {
    instance: { name: `${hostname()}:${process.pid}`, kind: "web", version: VERSION },
    also: () => Promise.all([probeRegularly(runtime()), endOverdueDrills(runtime())]),
  });
  return shared.dochakWatch;
}

/** Looks every minute from now on: that nothing ticks is seen by whoever doesn't. */
export function startWatch(): void {
  if (shared.dochakWatch) return;
  watch().start();
  const leave = () => void watch().stop();
  process.once("SIGTERM", leave);
  process.once("SIGINT", leave);
}

/** After a pass of this process: nobody waits for it. */
export const lookNow = (): void => void watch().look();

/** After the answer to a request has gone; where there is no request there is nothing to come after. */
export function lookAfterAnswer(): void {
  try {
    after(() => watch().look());
  } catch {
    // Called as a plain function, as tests do.
  }
}
