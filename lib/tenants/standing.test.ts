import { expect, test } from "vitest";
import { blocksOf, textsLeft } from "./standing";

const well = {
  messagingIsActive: true,
  paused: null,
  messagingSender: "0200000000",
  senders: [{ number: "0200000000", status: "verified" as const }],
  prices: { sms: "18.00" },
  creditAvailable: "1000.00",
};
const kinds = (over: object) => blocksOf({ ...well, ...over }).map(({ kind }) => kind);

test("a tenant with a number, a price and credit can send", () => {
  expect(blocksOf(well)).toEqual([]);
  expect(textsLeft(well)).toBe(55n);
});

test.each([
  [{ messagingIsActive: false }, ["inactive"]],
  [{ paused: { reason: "auth_failed" } }, ["paused"]],
  [{ messagingSender: null }, ["no_sender"]],
  [{ messagingSender: "0200000001" }, ["no_sender"]],
  [{ senders: [{ number: "0200000000", status: "expired" as const }] }, ["no_sender"]],
  [{ prices: { sms: null } }, ["no_price"]],
  [{ creditAvailable: "17.99" }, ["no_credit"]],
  [{ creditAvailable: "18.00" }, []],
  [{ creditAvailable: "0.00", prices: { sms: "0.00" } }, []],
  [{ messagingIsActive: false, messagingSender: null }, ["inactive", "no_sender"]],
])("%j", (over, blocks) => {
  expect(kinds(over)).toEqual(blocks);
});
