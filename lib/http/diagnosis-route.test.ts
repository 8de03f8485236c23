import { createServer, type Server } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { GET, POST } from "@/app/api/diagnosis/route";
import { createDb, databaseNow } from "@/db/client";
import { newSecret } from "@/lib/access/token-hash";
import { testEnv } from "@/scripts/testing/test-env";

let silent: Server;
let silentPort = 0;
beforeAll(async () => {
  silent = createServer(() => {});
  await new Promise<void>((ready) => silent.listen(0, "127.0.0.1", ready));
  silentPort = (silent.address() as { port: number }).port;
});
afterAll(() => silent.close());
afterEach(() => vi.unstubAllGlobals());

async function asked(handler: typeof GET, port: number, headers: Record<string, string>) {
  const db = createDb(`mysql://nobody@127.0.0.1:${port}/none`, 4);
  vi.stubGlobal("dochakRuntime", { db, clock: () => databaseNow(db), env: testEnv() });
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const startMs = performance.now();
  const method = handler === POST ? "POST" : "GET";
  const request = new Request("https://dochak.example/api/diagnosis", { method, headers });
  const response = await handler(request, { params: Promise.resolve(undefined) });
  said.mockRestore();
  return { status: response.status, body: await response.json(), tookMs: performance.now() - startMs };
}
const bearer = () => ({ authorization: `Bearer ${newSecret()}` });

test.each([
  ["refuses connections", () => 1],
  ["never answers", () => silentPort],
])("a database that %s is what diagnosis names, instead of failing with it", async (_, port) => {
  for (const handler of [GET, POST]) {
    const { status, body, tookMs } = await asked(handler, port(), bearer());
    expect(status).toBe(200);
    expect(body.layers).toMatchObject([
      { layer: "api", ok: false, cause: "database_down", fix: "start_database" },
      { layer: "queue", ok: null, cause: null },
      { layer: "worker", ok: null, cause: null },
      { layer: "provider", ok: null, cause: null },
    ]);
    expect(body).toMatchObject({ isDatabaseDown: true, tenants: [], bots: [] });
    expect(tookMs).toBeLessThan(4_000);
  }
});

test("whoever is nobody is told no more than that", async () => {
  expect(await asked(GET, 1, {})).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
});
