import { expect, test } from "vitest";
import type { SenderStatus } from "@/db/enums";
import type { TenantDto } from "@/lib/tenants/queries";
import { senderRows } from "./sender-list";

const tenant = (id: number, messagingSender: string | null, senders: [string, SenderStatus][]) =>
  ({
    id,
    messagingSender,
    senders: senders.map(([number, status], i) => ({ id: id * 10 + i, number, status })),
  }) as TenantDto;

test("what waits comes first, then what works with the usual one before the others, then what is over", () => {
  const rows = senderRows([
    tenant(1, "b", [
      ["a", "verified"],
      ["b", "verified"],
      ["c", "expired"],
    ]),
    tenant(2, null, [
      ["d", "rejected"],
      ["e", "pending"],
    ]),
  ]);
  expect(rows.map(({ number, isDefault }) => `${number}${isDefault ? "*" : ""}`)).toEqual(["e", "b*", "a", "d", "c"]);
});
