import fc from "fast-check";
import { expect, test } from "vitest";
import { webhookEvents } from "./webhook-events";

const report = { messageId: "M4V1", groupId: "G4V1", statusCode: "4000", to: "01000000001", text: "안녕하세요" };

test("both shapes are read, and nothing but ids and the code is kept", () => {
  const payload = { messageId: "M4V1", groupId: "G4V1", statusCode: "4000" };
  expect(webhookEvents([report])).toEqual([{ key: "M4V1:4000", groupId: "G4V1", payload }]);
  expect(webhookEvents([{ eventDataId: "e1", retryCount: 2, data: report }])).toEqual([
    { key: "e1", groupId: "G4V1", payload },
  ]);
});

test("the same report twice is one, another code is another", () => {
  expect(webhookEvents([report, report, { ...report, statusCode: "3000" }])).toHaveLength(2);
});

test("whatever comes is read without a fault, and never a number or a text is kept", () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constant(undefined));
  const flat = fc.record({ messageId: value, groupId: value, statusCode: value, to: fc.constant("01000000001") });
  const item = fc.oneof(flat, fc.record({ eventDataId: value, data: flat }), fc.anything());
  fc.assert(
    fc.property(fc.oneof(fc.array(item), fc.anything()), (body) => {
      for (const event of webhookEvents(body)) {
        expect(event.key.length).toBeGreaterThan(0);
        expect(Object.keys(event.payload).every((name) => ["messageId", "groupId", "statusCode"].includes(name))).toBe(
          true,
        );
      }
    }),
  );
});
