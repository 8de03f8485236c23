import "server-only";
import { advanceCounters } from "@/lib/alerts/advance-counters";
import { metricFamilies } from "@/lib/alerts/metric-families";
import { readMetrics } from "@/lib/alerts/metric-queries";
import { prometheusText } from "@/lib/alerts/prometheus";
import { VERSION } from "@/lib/env/version";
import { AppError } from "@/lib/errors";
import { runtime } from "@/lib/wiring";
import { bearsSecret } from "./cron";
import { remembered } from "./remembered";
import { refuse } from "./respond";

/** Several scrapers cost as much as one. */
const KEPT_MS = 5_000;

const text = remembered(KEPT_MS, async () => {
  const rt = runtime();
  await advanceCounters(rt);
  return prometheusText(metricFamilies(await readMetrics(rt.db, await rt.clock(), VERSION)));
});

/**
 * Prometheus text for whoever bears METRICS_TOKEN. Without a token in the environment there is no such page: it answers
 * as every unknown path does.
 */
export async function metrics(request: Request): Promise<Response> {
  try {
    const token = runtime().env.METRICS_TOKEN;
    if (!token) throw new AppError("not_found");
    if (!bearsSecret(request.headers.get("authorization"), [token])) throw new AppError("unauthenticated");
    return new Response(await text(), {
      headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" },
    });
  } catch (error) {
    return refuse(request, error);
  }
}
