import { expect, test } from "vitest";
import type { DraftContent } from "@/lib/messages/draft-schema";
import type { TenantChoice } from "./compose-types";
import { contentOf, type Draft } from "./draft";
import { resumed } from "./resumed";

const tenant = (code: string, ...numbers: string[]): TenantChoice => ({
  ...{ code, orgName: code, adSenderName: null, optOutNumber: null, isActive: true, pausedReason: null },
  ...{ available: "0.00", prices: { sms: null, lms: null, mms: null, alimtalk: null } },
  senders: numbers.map((number, i) => ({ number, label: null, isDefault: i === 0 })),
});
const blank: Draft = {
  ...{ tenantCode: "own", kind: "text", sender: "0200000001", sendAt: null, purpose: "info", subject: "", text: "" },
  ...{ templateId: null, picture: null, rows: [], lists: [], customers: [] },
};
const kept: DraftContent = {
  ...{ tenantCode: "other", kind: "both", sender: "0200000003", purpose: "ad", subject: "귤", text: "귤이 왔어요" },
  sendAt: { date: "2026-12-24", time: "10:00" },
  templateId: 4,
  picture: { key: "img/a.jpg", name: "a.jpg" },
  rows: [{ phone: "010-0000-0001", name: "가온", variables: { 품목: "귤" } }, { phone: "" }],
  lists: [{ id: 1, name: "단골", size: 3 }],
  customers: [{ id: 2, name: "나솔" }],
};
const today = {
  blank,
  tenants: [tenant("own", "0200000001"), tenant("other", "0200000002", "0200000003")],
  templates: [{ id: 4, name: "주문", body: "주문", status: "APPROVED", variables: [] }],
  now: new Date("2026-12-01T00:00:00Z"),
};

test("a draft goes on as it was left", () => {
  const draft = resumed(kept, today);
  expect(contentOf(draft)).toEqual(kept);
  expect(draft.picture?.thumbUrl).toContain("img/a.jpg");
});
test("what can't be chosen any more is chosen anew, and a time that is over means now", () => {
  const later = { ...today, now: new Date("2026-12-25T00:00:00Z"), templates: [] };
  expect(resumed(kept, later)).toMatchObject({ sendAt: null, templateId: null, tenantCode: "other" });
  expect(resumed({ ...kept, sender: "0299999999" }, today).sender).toBe("0200000002");
  expect(resumed({ ...kept, tenantCode: "gone" }, today)).toMatchObject({ tenantCode: "own", sender: "0200000001" });
});
