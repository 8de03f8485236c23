import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { messageRows, numberOf, orderOf, plantMessageWorld } from "@/scripts/testing/message-rig";
import { codeOf, testRig } from "@/scripts/testing/test-rig";
import { exportRecipients } from "./export-recipients";
import { ExportQuery } from "./list-schema";
import { sendMessage } from "./send-message";

const rig = testRig(plantMessageWorld, messageRows);
const words = {
  ...{ title: String, channel: String, status: String },
  layer: ({ status }: { status: string }) => (status === "skipped" ? "계층 api" : ""),
  reason: (code: string) => `까닭 ${code}`,
};

test("a message's recipients leave masked, no cell a formula, and who took them is on record", async () => {
  const recipients = [
    { phone: numberOf(1), name: "=1+1" },
    { phone: "02-000-0000", name: "집전화" },
    ...Array.from({ length: 600 }, (_, i) => ({ phone: numberOf(i + 2) })),
  ];
  const { message_id: id } = await sendMessage(rig.rt, rig.w.operator, orderOf({ recipients }));
  const take = (query = {}, actor = rig.w.operator) =>
    exportRecipients(rig.rt, actor, ExportQuery.parse({ id: String(id), ...query }), words);
  const csv = await new Response((await take()).body as ReadableStream).text();
  const lines = csv.trimEnd().split("\n");
  expect(lines).toHaveLength(603);
  expect(csv).toContain("010-****-0001");
  expect(csv).toContain("계층 api,까닭 phone_landline");
  expect(csv).not.toContain(numberOf(1));
  expect(csv).not.toMatch(/(^|,)"?=/m);
  const skipped = await new Response((await take({ status: "skipped" })).body as ReadableStream).text();
  expect(skipped.trimEnd().split("\n")).toHaveLength(2);
  const xlsx = await take({ format: "xlsx" });
  expect((xlsx.body as Buffer).subarray(0, 2).toString()).toBe("PK");
  expect(await rig.db.select().from(auditLog).where(eq(auditLog.action, "message.export"))).toHaveLength(3);
  expect(await codeOf(take({}, rig.w.stranger))).toBe("not_found");
});
