import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { alertNotices, alerts } from "@/db/schema/alerts";
import { probeStates } from "@/db/schema/diagnosis";
import { kbBots } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/access/actor";
import { checkAlerts } from "@/lib/alerts/check-alerts";
import { keepWatch } from "@/lib/alerts/keep-watch";
import { alertsOn } from "@/lib/alerts/queries";
import { botViewOf } from "@/lib/rooms/bot-queries";
import { refusal } from "@/scripts/testing/fake-desk";
import { MINUTE, probeRig } from "@/scripts/testing/probe-rig";
import { probeNow } from "./probe-now";
import { probeRegularly } from "./probe-regularly";

const DEAD = "http://127.0.0.1:1";
const r = probeRig();
const breakBot = (id: number, endpoint = DEAD) => r.db.update(kbBots).set({ endpoint }).where(eq(kbBots.id, id));

test("a layer that breaks is told after two looks, to those it concerns, once, and so is its return", async () => {
  const { mine, theirs, admin } = await r.world();
  const told: string[] = [];
  const send = async (body: Record<string, unknown>) => {
    told.push(`${body.kind} ${body.subject} ${body.state}`);
    return { ok: true as const, status: 200, ms: 1 };
  };
  const watch = async () => {
    await checkAlerts({ ...r.rt, webhook: { host: "hooks.example", send } });
  };
  const round = async (minutes = 5.1) => {
    r.later(minutes * MINUTE);
    await probeRegularly(r.rt);
    await Promise.all([watch(), watch(), watch()]);
  };
  await round();
  await breakBot(mine.bot.id);
  r.desk.refuses = refusal("auth_failed", "InvalidAPIKey");
  await round();
  // Somebody presses the button meanwhile: that isn't a second look yet.
  r.later(10_000);
  await probeNow(r.rt, mine.operator);
  await watch();
  expect(told).toEqual([]);
  await round();
  const ours = [`account:${mine.tenant.id}`, `account:${theirs.tenant.id}`, `bot:${mine.bot.id}`];
  expect(told.sort()).toEqual(ours.map((key) => `layer_broken ${key} on`));
  const [first] = await r.db
    .select()
    .from(alerts)
    .where(eq(alerts.subject, `bot:${mine.bot.id}`));
  expect(first).toMatchObject({
    facts: { probe: "bot", layer: "provider", name: mine.bot.botName, cause: "bot_offline" },
  });
  const seenBy = async (actor: UserActor) =>
    (await alertsOn(r.db, botViewOf(actor))).map(({ subject }) => subject).sort();
  expect(await seenBy(admin)).toEqual(ours);
  expect(await seenBy(mine.operator)).toEqual([ours[0], ours[2]]);
  expect(await seenBy(theirs.operator)).toEqual([ours[1]]);

  told.length = 0;
  // Sending finds it out too, and parks it: the rule of its own goes on telling, and this one ends.
  await r.db.update(kbBots).set({ parkReason: "bot_offline", failures: 3 }).where(eq(kbBots.id, mine.bot.id));
  r.desk.refuses = null;
  await round();
  await round();
  expect(told.sort()).toEqual([`bot_parked bot:${mine.bot.id} on`, ...ours.map((key) => `layer_broken ${key} off`)]);
  told.length = 0;
  await round();
  expect(told).toEqual([]);
  expect(await r.db.$count(alertNotices)).toBe(7);
});

test("what flickers between two looks is told nobody", async () => {
  const { mine } = await r.world();
  for (const endpoint of [r.gateway.url, DEAD, r.gateway.url, DEAD, r.gateway.url]) {
    await breakBot(mine.bot.id, endpoint);
    r.later(5.1 * MINUTE);
    await probeRegularly(r.rt);
    await checkAlerts({ ...r.rt });
  }
  expect(await r.db.select().from(alerts).orderBy(asc(alerts.id))).toEqual([]);
});

test("each watch looks after the alerts, and what goes wrong here changes nothing there", async () => {
  await r.world();
  const said: unknown[] = [];
  const instance = { name: "web-1:9", kind: "web" as const, version: "0.1.0" };
  await keepWatch(r.rt, { instance, also: () => probeRegularly(r.rt), onError: (error) => said.push(error) }).look();
  const [seen] = await r.db.select().from(probeStates).where(eq(probeStates.probeKey, "database"));
  expect(seen).toMatchObject({ ok: true });
  const also = () => Promise.reject(new Error("a probe broke"));
  await keepWatch(r.rt, { instance, also, onError: (error) => said.push(error) }).look();
  expect(said).toMatchObject([{ message: "a probe broke" }]);
});
