import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sendBatches, solapiEvents } from "@/db/schema/messages";
import { batchOf, plantMessage, rowsOf, simulate } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { testEnv } from "@/scripts/testing/test-env";
import { isFromSolapi, solapiWebhook } from "./solapi-webhook";

const SECRET = "a-secret-of-this-test";
const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");
const w = batchWorld();
beforeEach(() => {
  w.rt.env = testEnv({
    ...{ SOLAPI_MODE: "simulator", SOLAPI_BASE_URL: w.url },
    SOLAPI_WEBHOOK_SECRET: SECRET,
  });
  vi.stubGlobal("dochakRuntime", w.rt);
});
afterEach(() => vi.unstubAllGlobals());

const call = (body: unknown, secret: string | null = sha1(SECRET)) =>
  solapiWebhook(
    new Request("https://dochak.example/api/webhooks/solapi", {
      method: "POST",
      headers: { "content-type": "application/json", ...(secret && { "x-solapi-secret": secret }) },
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
  );
async function sentBatch() {
  const { batchId } = await plantMessage(w.db, w.rt.env, w.payer);
  await w.serve();
  const batch = await batchOf(w.db, batchId);
  const rows = await rowsOf(w.db, batchId);
  return {
    batch,
    reports: rows.map(({ solapiMessageId }) => ({
      messageId: solapiMessageId,
      groupId: batch.groupId,
      statusCode: "3047",
    })),
  };
}

test("a report ends nobody and sends nothing: it only makes the next look come at once", async () => {
  const { batch, reports } = await sentBatch();
  await w.db.update(sendBatches).set({ pollAt: new Date(Date.now() + 3_600_000) });
  const answer = await call(reports);
  expect([answer.status, await answer.json()]).toEqual([200, { received: 3 }]);
  expect((await rowsOf(w.db, batch.id)).map(({ status }) => status)).toEqual(["sent", "sent", "sent"]);
  await w.poll();
  // What the provider itself says, not what the call said.
  expect((await rowsOf(w.db, batch.id)).map(({ status }) => status)).toEqual(["delivered", "delivered", "delivered"]);
});

test("told again, it is kept once", async () => {
  const { reports } = await sentBatch();
  for (let n = 0; n < 3; n++) await call(reports.map((data) => ({ eventDataId: `e-${data.messageId}`, data })));
  expect(await w.db.select().from(solapiEvents)).toHaveLength(3);
});

test("whoever doesn't bear the secret is refused, and nothing is kept", async () => {
  const { reports } = await sentBatch();
  for (const secret of [null, "", SECRET, sha1("another"), sha1(SECRET).slice(1)])
    expect((await call(reports, secret)).status).toBe(401);
  expect(await w.db.select().from(solapiEvents)).toEqual([]);
  expect(isFromSolapi(sha1(SECRET).toUpperCase(), SECRET)).toBe(true);
});

test("what can't be read is answered with 200, so that it isn't told again for ever", async () => {
  for (const body of ["", "{", "[]", "null", '[{"to":"01000000001"}]']) expect((await call(body)).status).toBe(200);
});

test("the simulator's own webhook reaches it", async () => {
  const seen: Promise<Response>[] = [];
  const { createServer } = await import("node:http");
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = call(Buffer.concat(chunks).toString("utf8"), String(request.headers["x-solapi-secret"]));
    seen.push(answer);
    response.statusCode = (await answer).status;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  try {
    for (const shape of ["data", "flat"]) {
      const url = `http://127.0.0.1:${port}/api/webhooks/solapi`;
      await w.settings({ resultDelayMs: 400, webhook: { url, secret: SECRET, shape, groupReports: true } });
      const { batch } = await sentBatch();
      await vi.waitFor(async () => {
        await simulate(w.url, "GET", "groups");
        const [row] = await w.db.select().from(sendBatches).where(eq(sendBatches.id, batch.id));
        expect(row!.pollAt!.getTime()).toBeLessThan(batch.pollAt!.getTime());
      }, 10_000);
    }
    for (const answer of seen) expect((await answer).status).toBe(200);
  } finally {
    await w.settings({ resultDelayMs: 0, webhook: null });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
