import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PhoneAccount, PhoneProvider } from "@/lib/transports/phone-port";
import { createSolapi } from "@/lib/transports/solapi";
import { DEMO_API_KEY, DEMO_API_SECRET, DEMO_SENDER } from "./account";
import { openCaller } from "./caller";
import { type Simulator, startSimulator } from "./start-simulator";

/** The product's own adapter against the stand-in, with whatever can go wrong on the way (solapi.md §6.2). */
const ACCOUNT: PhoneAccount = { apiKey: DEMO_API_KEY, apiSecret: DEMO_API_SECRET };
let simulator: Simulator;
let api: ReturnType<typeof openCaller>;
let solapi: PhoneProvider;
beforeAll(async () => {
  simulator = await startSimulator({ port: 0, settings: { rateLimit: null } });
  api = openCaller(simulator.url);
  solapi = createSolapi({ baseUrl: simulator.url });
});
afterAll(() => simulator.close());

const messages = [1, 2].map((n) => ({
  logId: `log${n}`,
  to: `0100000000${n}`,
  from: DEMO_SENDER,
  channel: "sms" as const,
  text: "안녕하세요",
}));
const order = (batchId: string, attempt: number) => ({ batchId, installationId: "here", attempt, messages });
type Seen = { status: string; customFields: { batchId?: string }; messages: { statusCode: string }[] };
const groupsOf = async (batchId: string) =>
  ((await api.get("/_sim/groups")).body.items as Seen[]).filter((group) => group.customFields.batchId === batchId);

test("the adapter's desk reads senders, templates, prices and refusals", async () => {
  expect(await solapi.senders(ACCOUNT)).toMatchObject({
    senders: [{ number: DEMO_SENDER, status: "ACTIVE" }, { status: "EXPIRED" }],
  });
  expect(await solapi.templates(ACCOUNT)).toMatchObject({
    kind: "ok",
    items: [{ status: "APPROVED" }, { status: "INSPECTING" }],
  });
  expect(await solapi.prices(ACCOUNT)).toMatchObject({ kind: "ok", prices: { sms: 18, lms: 45, alimtalk: 13 } });
  expect(await solapi.optOuts(ACCOUNT)).toMatchObject({ kind: "ok", items: [] });
});

const fault = fc.record({
  route: fc.constantFrom("create", "add", "send", "group", "delete"),
  when: fc.constantFrom("before", "after"),
  kind: fc.constantFrom("reset", "close", "http_503", "http_500", "http_429", "empty", "html", "truncated"),
  times: fc.integer({ min: 1, max: 3 }),
});
let runs = 0;

test("whatever answers are lost, a batch leaves in one group and in one only", async () => {
  await api.patch("/_sim/accounts/10000001", { balance: 100_000_000 });
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: 5 }), async (faults) => {
      const batchId = `run${runs++}`;
      for (const one of faults) await api.post("/_sim/faults", one);
      let groupId: string | null = null;
      for (let attempt = 1; groupId === null && attempt < 40; attempt++) {
        const built = await solapi.build(ACCOUNT, order(batchId, attempt));
        if (built.kind === "built") groupId = built.groupId;
      }
      expect(groupId).not.toBeNull();
      let fired = "";
      for (let tries = 0; fired !== "sent" && tries < 40; tries++) fired = (await solapi.fire(ACCOUNT, groupId!)).kind;
      expect(fired).toBe("sent");
      await api.delete("/_sim/faults");
      const groups = await groupsOf(batchId);
      expect(groups.filter((group) => group.status === "COMPLETE")).toMatchObject([
        { messages: [{ statusCode: "4000" }, { statusCode: "4000" }] },
      ]);
      expect(groups.filter((group) => !["COMPLETE", "PENDING", "DELETED"].includes(group.status))).toEqual([]);
    }),
    { numRuns: 25 },
  );
});
