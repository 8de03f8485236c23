import { expect, test } from "vitest";
import type { FixId } from "@/lib/diagnosis/fixes";
import type { XrayFix } from "@/lib/diagnosis/xray-dto";
import { wordsIn } from "@/lib/i18n/catalogue";
import type { MessageDetailDto } from "@/lib/messages/message-dto";
import type { BotDto } from "@/lib/rooms/bot-queries";
import type { SenderDto, TenantDto } from "@/lib/tenants/queries";
import { actsOf, type FixContext } from "./fix-acts";

const t = wordsIn("ko", "xray");
const none: FixContext = { tenant: null, bot: null, room: null, message: null };
const fix = (id: FixId): XrayFix => ({ id, href: null, target: null, may: true });
const sender = (id: number, over: Partial<SenderDto> = {}): SenderDto => ({
  ...{ id, number: `0310000010${id}`, label: null, status: "verified", reason: null, expiresAt: null },
  ...{ providerStatus: "ACTIVE", providerCheckedAt: "2026-12-01T00:00:00.000Z" },
  ...over,
});
const tenant = (over: Partial<TenantDto>): TenantDto =>
  ({ id: 7, version: 3, isOwn: true, paused: null, senders: [], messagingSender: null, ...over }) as TenantDto;

test("what is paused is started again, what isn't is only asked about", () => {
  const paused = tenant({ paused: { reason: "no_balance", probeAt: null } });
  expect(actsOf(fix("charge_solapi"), { ...none, tenant: paused }, t)).toMatchObject([
    { method: "POST", path: "/api/tenants/7/resume", label: "다시 보내기 켜기" },
  ]);
  expect(actsOf(fix("charge_solapi"), { ...none, tenant: tenant({}) }, t)).toMatchObject([
    { method: "POST", path: "/api/tenants/7/check" },
  ]);
});

test("a sender is chosen among those that work, with the way back", () => {
  const senders = [sender(1), sender(2, { status: "pending" }), sender(3, { providerStatus: "EXPIRED" }), sender(4)];
  const acts = actsOf(
    fix("choose_sender"),
    { ...none, tenant: tenant({ senders, messagingSender: "03100000101" }) },
    t,
  );
  expect(acts).toMatchObject([
    { method: "PUT", path: "/api/tenants/7", body: { messagingSender: "03100000104", version: 3 } },
  ]);
  expect(acts[0]?.undo?.body).toEqual({ messagingSender: "03100000101" });
  expect(actsOf(fix("choose_sender"), { ...none, tenant: tenant({ senders, isOwn: false }) }, t)).toEqual([]);
});

test("what can't be taken back asks first, what can has its undo", () => {
  const message = {
    ...{ id: 5, canResend: true, counts: { failed: 3 } },
    batches: [{ id: 9, phase: "held", heldReason: "group_failed", size: 40 }],
  } as unknown as MessageDetailDto;
  const bot = { id: 2, status: "blocked", version: 4 } as BotDto;
  const acts = [
    ...actsOf(fix("decide_batch"), { ...none, message }, t),
    ...actsOf(fix("resend_message"), { ...none, message }, t),
    ...actsOf(fix("approve_bot"), { ...none, bot }, t),
  ];
  expect(acts.map(({ id, body }) => [id, body?.decision ?? body?.status])).toEqual([
    ["not_sent", "not_sent"],
    ["give_up", "give_up"],
    ["sent", "sent"],
    ["resend_message", "failed"],
    ["approve_bot", "approved"],
  ]);
  for (const act of acts) expect(Boolean(act.confirm) !== Boolean(act.undo), act.id).toBe(true);
});

test("a batch the queue wasn't told of is told at a press, with nothing to take back", () => {
  const message = { id: 5 } as MessageDetailDto;
  const [act] = actsOf(fix("put_in_queue_again"), { ...none, message }, t);
  expect(act).toMatchObject({ method: "POST", path: "/api/messages/5/tell-queue", label: "다시 알리기" });
  expect(act).not.toHaveProperty("undo");
  expect(act).not.toHaveProperty("confirm");
  expect(actsOf(fix("put_in_queue_again"), none, t)).toEqual([]);
});

test("where a page asks for more, nothing is done in place", () => {
  for (const id of ["set_price", "edit_schedule", "raise_limit", "start_scheduler"] as const)
    expect(actsOf(fix(id), { ...none, tenant: tenant({}) }, t)).toEqual([]);
});
