import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Finding } from "./measure";

const STATS = ".next/diagnostics/route-bundle-stats.json";
const FORMS = ["/schedules/new", "/schedules/[id]"];
const LIST_KB = 180;
const FORM_KB = 220;

type Route = { route: string; firstLoadChunkPaths: string[] };

/** W2: JavaScript a screen loads before it works, gzipped, by Next's own statistics of the last production build. */
export async function benchBundle(): Promise<Finding[]> {
  if (!existsSync(STATS))
    return [
      { what: "first-load JavaScript (needs a production build)", measured: "–", goal: `≤ ${LIST_KB} kB`, pass: null },
    ];
  const routes = JSON.parse(readFileSync(STATS, "utf8")) as Route[];
  return routes
    .filter(({ route }) => !route.startsWith("/_"))
    .map(({ route, firstLoadChunkPaths }) => {
      const kb = firstLoadChunkPaths.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0) / 1000;
      const most = FORMS.includes(route) ? FORM_KB : LIST_KB;
      return {
        what: `JavaScript of ${route}`,
        measured: `${kb.toFixed(0)} kB`,
        goal: `≤ ${most} kB`,
        pass: kb <= most,
      };
    });
}
