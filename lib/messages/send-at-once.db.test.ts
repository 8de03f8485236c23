import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { images } from "@/db/schema/images";
import { messages } from "@/db/schema/messages";
import { newImageKey } from "@/lib/storage/object-key";
import { messageRows, numberOf, orderOf, plantMessageWorld } from "@/scripts/testing/message-rig";
import { testRig } from "@/scripts/testing/test-rig";
import { sendMessage } from "./send-message";

const rig = testRig(plantMessageWorld, messageRows);
const deadlocks = async () => {
  const [rows] = await rig.db.execute(sql`show global status like 'Innodb_deadlocks'`);
  return Number((rows as unknown as { Value: string }[])[0]?.Value);
};

test("messages of one tenant that come at once queue up, and none is undone for another's sake", async () => {
  const before = await deadlocks();
  const imageKey = newImageKey(rig.w.branch.id, rig.now, "image/jpeg");
  await rig.db.insert(images).values({
    ...{ orgId: rig.w.branch.id, objectKey: imageKey, sha256: Buffer.alloc(32), mime: "image/jpeg", bytes: 9 },
    ...{ width: 9, height: 9, originalName: "a.jpg", status: "ready", createdAt: rig.now },
  });
  const recipients = Array.from({ length: 40 }, (_, i) => ({ phone: numberOf(i + 1), name: `이봄${i}` }));
  const send = (i: number) => {
    const picture = i % 2 === 0 ? { message_mode: "mms" as const, image_key: imageKey } : {};
    const order = orderOf({ recipients, raw_body: `귤 ${i}`, ...picture }, `key-${i}`);
    return sendMessage(rig.rt, rig.w.operator, order);
  };
  for (let round = 0; round < 4; round++) await Promise.all(Array.from({ length: 10 }, (_, i) => send(round * 10 + i)));
  expect(await rig.db.$count(messages)).toBe(40);
  expect((await deadlocks()) - before).toBe(0);
});
