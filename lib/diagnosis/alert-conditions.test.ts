import { expect, test } from "vitest";
import { alertKinds } from "@/db/enums";
import { alerts } from "@/lib/i18n/ko/alerts";
import { parkReasons } from "@/lib/tenants/park-tenant";
import { conditionOfAlert } from "./alert-conditions";

/** Kinds of a figure or a record of ours: no single message stops for them. */
const FIGURES = [
  ...["success_rate", "slow", "coverage_shortfall", "coverage_low", "image_drift"],
  ...["ledger_mismatch", "balance_low"],
];
/** The reasons an alert has words for. */
const said = (text: string) =>
  [...text.matchAll(/(?:select,|\}) (\w+) \{/g)].map(([, reason]) => reason ?? "").filter((one) => one !== "other");

test("every alert but a figure's names one condition, and with it a layer and a thing to do", () => {
  const found = alertKinds.filter(
    (kind) => conditionOfAlert(kind, { reason: "auth_failed", cause: "bot_offline" }) === null,
  );
  expect(found.toSorted()).toEqual(FIGURES.toSorted());
});

test("each reason an alert has words for is a condition of the same table", () => {
  const bots = said(alerts.kinds.bot_parked.text);
  const tenants = said(alerts.kinds.tenant_paused.text);
  expect(bots.length).toBeGreaterThan(5);
  expect(tenants).toEqual(expect.arrayContaining([...parkReasons]));
  for (const reason of bots) expect(conditionOfAlert("bot_parked", { reason }), reason).not.toBeNull();
  for (const reason of tenants) expect(conditionOfAlert("tenant_paused", { reason }), reason).not.toBeNull();
});

test("held batches are named by what holds them: who decides a group is at another place than who mends a build", () => {
  const named = (reason: string) => conditionOfAlert("batch_held", { reason });
  expect(["group_failed", "group_deleted", "group_lost", "build_lost"].map((reason) => named(reason)?.id)).toEqual([
    ...["group_failed", "group_deleted", "group_lost", "build_lost"],
  ]);
  expect(named("group_lost")).toMatchObject({ layer: "provider", fix: "decide_batch" });
  expect(named("build_lost")).toMatchObject({ layer: "worker", fix: "decide_batch" });
  for (const reason of said(alerts.kinds.batch_held.text)) expect(named(reason), reason).not.toBeNull();
});

test("a probe's alert is the condition it names, and none where no message meets it", () => {
  expect(conditionOfAlert("layer_broken", { cause: "bot_offline" })).toMatchObject({ layer: "provider" });
  expect(conditionOfAlert("layer_broken", { cause: "schema_old" })).toBeNull();
});

test("a bot's refused secret is no tenant's refused key", () => {
  expect(conditionOfAlert("bot_parked", { reason: "auth_failed" })).toMatchObject({ id: "bot_auth_failed" });
  expect(conditionOfAlert("tenant_paused", { reason: "auth_failed" })).toMatchObject({
    id: "auth_failed",
    fix: "check_key",
  });
  expect(conditionOfAlert("bot_parked", { reason: "never_heard_of" })).toBeNull();
});
