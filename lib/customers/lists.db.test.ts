import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { Db } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { customerListMembers, customerLists, customers, optOuts } from "@/db/schema/customers";
import { plantOrg, plantUser } from "@/db/testing/plant";
import { scopeOf } from "@/lib/access/scope";
import type { PhoneProvider } from "@/lib/transports/phone-port";
import { plantCustomer, plantList, plantOptOut, plantTenant } from "@/scripts/testing/plant-customer";
import { uploadOf } from "@/scripts/testing/sheet-bytes";
import { testEnv } from "@/scripts/testing/test-env";
import { testRig } from "@/scripts/testing/test-rig";
import { addOptOut } from "./add-opt-out";
import { countCustomers } from "./count-queries";
import { deleteList } from "./delete-list";
import { exportColumns, exportCustomers } from "./export-customers";
import { CustomerExport } from "./export-schema";
import { CustomerListQuery } from "./filter-schema";
import { mapColumns } from "./import-columns";
import { importOptOuts } from "./import-opt-outs";
import { liftOptOut } from "./lift-opt-out";
import { listLists } from "./list-queries";
import { ListInput, ListUpdate } from "./list-schema";
import { openUpload } from "./open-upload";
import { listOptOuts } from "./opt-out-queries";
import { OptOutInput, OptOutQuery } from "./opt-out-schema";
import { optOutTenant } from "./opt-out-tenant";
import { listCustomers } from "./queries";
import { restoreOptOut } from "./restore-opt-out";
import { createList, updateList } from "./save-list";
import { syncOptOuts } from "./sync-opt-outs";

async function plant(db: Db) {
  const hq = await plantOrg(db, "hq", null);
  const own = await plantOrg(db, "agency", hq);
  const below = await plantOrg(db, "branch", own);
  const foreign = await plantOrg(db, "agency", hq);
  const operator = await plantUser(db, own, "operator");
  const viewer = await plantUser(db, own, "viewer");
  const branch = await plantUser(db, below, "operator");
  const stranger = await plantUser(db, foreign, "admin");
  const tenant = await plantTenant(db, own);
  return { hq, own, below, foreign, operator, viewer, branch, stranger, tenant };
}
const env = testEnv({ SOLAPI_API_KEY: "NCS0000000000000", SOLAPI_API_SECRET: "s".repeat(32) });
const t = testRig(
  plant,
  async (db) => [
    await db.select().from(customerLists),
    await db.select().from(customerListMembers),
    await db.select().from(optOuts),
    await db.$count(auditLog),
  ],
  env,
);

const list = (query: object = {}) =>
  listCustomers(t.db, scopeOf(t.w.operator), env.LOOKUP_KEY, CustomerListQuery.parse(query));
const refusals = (query: object = {}, as = t.w.operator) =>
  listOptOuts(t.db, as, env.LOOKUP_KEY, OptOutQuery.parse(query));

describe("saved lists", () => {
  test("hold who was chosen or found, in reach only, and nobody twice", async () => {
    const a = await plantCustomer(t.db, t.w.own, { adConsent: true, name: "가" });
    const b = await plantCustomer(t.db, t.w.below, { name: "나" });
    const c = await plantCustomer(t.db, t.w.foreign, { adConsent: true });
    const input = ListInput.parse({
      name: " 12월  단골 ",
      customerIds: [b.id, c.id, b.id],
      filter: { adConsent: true },
    });
    const made = await createList(t.rt, t.w.operator, input);
    expect(made).toMatchObject({ name: "12월 단골", size: 2, orgId: t.w.own.id });
    expect((await list({ listId: String(made.id) })).items.map((item) => item.id)).toEqual([a.id, b.id]);
    const smaller = await updateList(t.rt, t.w.operator, ListUpdate.parse({ id: String(made.id), remove: [a.id] }));
    expect(smaller.size).toBe(1);
    await deleteList(t.rt, t.w.operator, { id: made.id });
    expect((await listLists(t.db, scopeOf(t.w.operator))).items).toEqual([]);
    expect(await t.db.$count(customers)).toBe(3);
  });

  test("refuse an empty one, a name twice, a viewer, and what lies outside", async () => {
    const a = await plantCustomer(t.db, t.w.own);
    const theirs = await plantList(t.db, t.w.foreign, [a]);
    const make =
      (over: object, as = t.w.operator) =>
      () =>
        createList(t.rt, as, ListInput.parse({ name: "단골", customerIds: [a.id], ...over }));
    const empty = await t.refusal(make({ customerIds: [] }));
    expect(empty.detail.issues?.[0]?.message).toBe("listEmpty");
    await make({})();
    expect((await t.refusal(make({}))).detail.issues?.[0]?.message).toBe("listNameTaken");
    expect((await t.refusal(make({ name: "X" }, t.w.viewer as typeof t.w.operator))).code).toBe("forbidden");
    expect((await t.refusal(() => deleteList(t.rt, t.w.operator, { id: theirs.id }))).code).toBe("not_found");
    expect((await list({ listId: String(theirs.id) })).items).toEqual([]);
  });
});

describe("refusals", () => {
  test("are written once, shown masked, and lifted with the row kept; a second refusal stands again", async () => {
    const input = OptOutInput.parse({ phone: "010-0000-0123", note: "010-0000-0123 고객 전화" });
    const made = await addOptOut(t.rt, t.w.branch, input);
    expect(made).toMatchObject({ phone: "010-****-0123", source: "manual", note: "…0123 고객 전화", canLift: true });
    expect((await addOptOut(t.rt, t.w.operator, input)).id).toBe(made.id);
    expect((await refusals({ q: "0123" })).items).toHaveLength(1);
    expect((await refusals({ q: "010 0000 0123" })).items).toHaveLength(1);
    await liftOptOut(t.rt, t.w.operator, { id: made.id });
    expect((await refusals()).items).toEqual([]);
    expect(await t.db.$count(optOuts)).toBe(1);
    expect((await addOptOut(t.rt, t.w.operator, input)).id).toBe(made.id);
    expect((await refusals()).items).toHaveLength(1);
    expect((await t.refusal(() => restoreOptOut(t.rt, t.w.operator, { id: made.id }))).code).toBe("not_found");
    await liftOptOut(t.rt, t.w.operator, { id: made.id });
    await restoreOptOut(t.rt, t.w.operator, { id: made.id });
    expect((await refusals()).items).toEqual([made]);
    await liftOptOut(t.rt, t.w.operator, { id: made.id });
    t.now = new Date(t.now.getTime() + 86_400_001);
    expect((await t.refusal(() => restoreOptOut(t.rt, t.w.operator, { id: made.id }))).code).toBe("not_found");
    expect(JSON.stringify(await t.db.select().from(auditLog))).not.toMatch(/0000-?0123/);
  });

  test("of another sender can't be seen, added to or lifted, and a landline is none", async () => {
    const other = await plantTenant(t.db, t.w.foreign);
    const theirs = await plantOptOut(t.db, other, "01000000001");
    const foreign = { phone: "01000000002", tenantId: other.id };
    const error = await t.refusal(() => addOptOut(t.rt, t.w.operator, foreign));
    expect(error.detail.issues?.[0]?.message).toBe("badChoice");
    expect((await t.refusal(() => liftOptOut(t.rt, t.w.operator, { id: theirs.id }))).code).toBe("not_found");
    await t.db.update(optOuts).set({ liftedAt: t.now }).where(eq(optOuts.id, theirs.id));
    expect((await t.refusal(() => restoreOptOut(t.rt, t.w.operator, { id: theirs.id }))).code).toBe("not_found");
    await expect(refusals({ tenantId: String(other.id) })).rejects.toMatchObject({ code: "invalid" });
    expect(OptOutInput.safeParse({ phone: "02-000-0000" }).error?.issues[0]?.message).toBe("phoneLandline");
  });

  test("come from Solapi page by page, stay when they are no longer named, and only their owner can lift them", async () => {
    await plantOptOut(t.db, t.w.tenant, "01000000001", { liftedAt: new Date() });
    const pages = [
      {
        items: [
          { number: "010-0000-0001", at: null },
          { number: "0200000000", at: null },
        ],
        nextKey: "k",
      },
      { items: [{ number: "01000000002", at: new Date("2026-11-01T00:00:00Z") }], nextKey: null },
    ];
    let asked = 0;
    const phone = {
      optOuts: async () => ({ kind: "ok", unread: 0, ...pages[asked++ % 2] }),
    } as unknown as PhoneProvider;
    const tenant = await optOutTenant(t.db, t.w.operator);
    const sync = () => syncOptOuts({ ...t.rt, phone }, t.w.operator, [tenant]);
    expect(await sync()).toEqual({ ok: true, read: 3, added: 2 });
    expect(await sync()).toEqual({ ok: true, read: 3, added: 0 });
    const { items } = await refusals();
    expect(items.map((item) => [item.phone, item.source, item.canLift])).toEqual([
      ["010-****-0002", "provider", false],
      ["010-****-0001", "provider", false],
    ]);
    const error = await t.refusal(() => liftOptOut(t.rt, t.w.operator, { id: items[0]!.id }));
    expect(error).toMatchObject({ code: "conflict", detail: { message: "optOutAtProvider" } });
  });

  test("come from a file with one column, told first and written once", async () => {
    const run = (execute: boolean) =>
      importOptOuts(
        t.rt,
        t.w.operator,
        { execute, nameOf: (field) => field },
        openUpload(uploadOf(Buffer.from("전화번호\n010-0000-0001\n010-0000-0001\n02-000-0000\n1000000002\n"))),
      );
    const told = await run(false);
    expect(told).toMatchObject({ lines: 4, added: 2, unchanged: 0, refused: 2 });
    expect(await t.db.$count(optOuts)).toBe(0);
    expect(await run(true)).toEqual({ ...told, executed: true });
    expect(await run(true)).toMatchObject({ added: 0, unchanged: 2 });
  });
});

test("the figures above the list count refusals of the own sender only", async () => {
  const other = await plantTenant(t.db, t.w.foreign);
  await plantCustomer(t.db, t.w.own, { digits: "01000000001", adConsent: true, adConsentAt: new Date("2024-01-01") });
  await plantCustomer(t.db, t.w.below, { digits: "01000000002", adConsent: true, adConsentAt: new Date("2026-01-01") });
  await plantCustomer(t.db, t.w.below, { digits: null });
  await plantCustomer(t.db, t.w.foreign, { digits: "01000000001" });
  await plantOptOut(t.db, t.w.tenant, "01000000001");
  await plantOptOut(t.db, other, "01000000002");
  expect(await countCustomers(t.db, scopeOf(t.w.operator), t.now)).toEqual({
    all: 3,
    isMore: false,
    reachable: 1,
    optedOut: 1,
    withoutPhone: 1,
    adConsent: 2,
    consentOver: 1,
  });
});

describe("a file of what was found", () => {
  const words = { title: (column: (typeof exportColumns)[number]) => column, yes: "예", no: "아니오" };
  const take = async (query: object) => exportCustomers(t.rt, t.w.operator, CustomerExport.parse(query), words);

  test("is masked, harmless to a spreadsheet, and written down before it leaves", async () => {
    await plantCustomer(t.db, t.w.own, { digits: "01000000123", name: "=1+1", code: "A1", memo: '말 "둘"' });
    await plantCustomer(t.db, t.w.foreign);
    const file = await take({ q: "010-0000-0123" });
    const [row] = await t.db.select().from(auditLog).where(eq(auditLog.action, "customer.export"));
    expect(row?.after).toEqual({ format: "csv", filter: { q: "…0123" } });
    const bytes = Buffer.from(await new Response(file.body as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
    expect(bytes.toString().split("\r\n")).toEqual([
      `\ufeff${exportColumns.join(",")}`,
      `'=1+1,010-****-0123,A1,${t.w.own.name},아니오,,,아니오,,"말 ""둘"""`,
      "",
    ]);
  });

  test("is a sheet as well", async () => {
    await plantCustomer(t.db, t.w.own);
    const file = await take({ format: "xlsx" });
    const lines = [];
    for await (const line of openUpload(uploadOf(file.body as Buffer))) lines.push(line);
    expect(lines).toHaveLength(2);
    expect(file.name).toBe("customers-2026-11-20.xlsx");
  });

  test("has titles an import understands, in both languages", async () => {
    const { allMessages } = await import("@/lib/i18n/messages");
    for (const locale of ["ko", "en"] as const) {
      const { fields } = allMessages(locale).customers;
      const { at } = mapColumns(Object.values(fields), ["name", "phone"], (field) => field);
      expect(Object.keys(at).sort()).toEqual(
        Object.keys(fields)
          .filter((field) => field !== "org" && field !== "optedOut")
          .sort(),
      );
    }
  });
});
