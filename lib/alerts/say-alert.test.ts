import { expect, test } from "vitest";
import { alertKinds, noticeEvents } from "@/db/enums";
import { holdReasons, isForPerson } from "@/lib/batches/hold-reasons";
import { parkReasons } from "@/lib/tenants/park-tenant";
import { type Raised, raisedBy, type Standing } from "./alert-rules";
import { noticeBody, sayAlert, testBody } from "./say-alert";

const now = new Date("2026-11-20T05:00:00.000Z");
const long = new Date("2026-11-20T03:00:00.000Z");
/** Everything wrong at once, so that every kind speaks with the facts its own rule gives it. */
const worst: Standing = {
  now,
  budgetMs: 50_000,
  hour: { finished: 20, succeeded: 1 },
  busy: { runs: 20, averageMs: 9_000 },
  lastPassAt: long,
  isActive: true,
  skews: [{ host: "web-1", skewMs: 5_000 }],
  parked: [{ id: 3, botName: "새봄봇 03", reason: "bot_offline" }],
  stopped: [{ id: 12, title: "새벽장 소식", roomName: "해운대 과일톡", at: long }],
  queue: { waiting: 7, oldestAt: long },
  unsure: { runs: 2, oldestAt: long },
  tenants: {
    paused: [{ id: 3, orgName: "성남대리점", reason: "auth_failed" }],
    lapsed: [{ id: 4, orgName: "성남대리점", number: "02-***-0000", numbers: 2 }],
    low: [{ id: 4, orgName: "성남대리점", available: "1,200" }],
    mismatched: [{ id: 3, orgName: "성남대리점", difference: "12.5" }],
  },
  images: { drift: 3, isAborted: false, at: new Date("2026-11-20T00:00:00.000Z") },
  layers: [
    { key: "bot:9", probe: "bot", id: 9, layer: "provider", name: "새봄봇 03", cause: "bot_offline", since: long },
  ],
  coverage: { shortfall: { messages: 2, missing: 5 }, imported: { expected: 2_870, recorded: 602 } },
  batches: {
    held: [
      { id: 3, orgName: "성남대리점", batches: 2, recipients: 300, forPerson: 1, reason: "group_lost", reasons: 2 },
    ],
    late: [{ id: 3, orgName: "성남대리점", open: 40, went: 100, oldestAt: long }],
  },
};
const all: Raised[] = raisedBy(worst);

test("every kind has something to say, in both languages and of every event, and leaves no blank", () => {
  expect(all.map(({ kind }) => kind).sort()).toEqual([...alertKinds].sort());
  for (const { kind, facts } of all)
    for (const locale of ["ko", "en"] as const)
      for (const event of noticeEvents) {
        const { title, text } = sayAlert(locale, kind, facts, event);
        expect(`${title} ${text}`).not.toMatch(/[{}]|alerts\.|kinds\./);
        expect(title.length).toBeGreaterThan(5);
        if (event !== "off") expect(text.length).toBeGreaterThan(20);
        if (locale === "en")
          expect(`${title} ${text}`.replace(/새봄봇 03|새벽장 소식|해운대 과일톡|성남대리점/g, "")).not.toMatch(
            /[가-힣]/,
          );
      }
});

test("each reason a batch is held for is said in its own words, and that there are more of them", () => {
  const facts = { org: "성남대리점", recipients: 300, person: 1, setup: 1, reasons: 1 };
  const told = holdReasons.filter((reason) => isForPerson(reason) || !parkReasons.some((park) => park === reason));
  for (const locale of ["ko", "en"] as const) {
    const text = (reason: string, reasons = 1) => sayAlert(locale, "batch_held", { ...facts, reason, reasons }).text;
    expect(new Set([...told, "brand_new"].map((reason) => text(reason))).size).toBe(told.length + 1);
    expect(text("group_lost", 2).length).toBeGreaterThan(text("group_lost").length);
  }
});

test("held batches an older version wrote down, without their reason, are still told of", () => {
  const facts = { org: "성남대리점", recipients: 300, person: 1, setup: 0 };
  for (const locale of ["ko", "en"] as const) {
    const { text } = sayAlert(locale, "batch_held", facts);
    expect(text).not.toContain("kinds.");
    expect(sayAlert(locale, "batch_held", { ...facts, reason: "group_lost", reasons: 1 }).text).toContain(text);
  }
});

test("a reason this version has no words for is named", () => {
  expect(sayAlert("ko", "bot_parked", { bot: "봇", reason: "brand_new" }).text).toContain("brand_new");
});

test("a chat hook gets a whole message, a program the parts", () => {
  const parked = all.find(({ kind }) => kind === "bot_parked")!;
  const body = noticeBody({ ...parked, event: "repeat", since: long, origin: "https://dochak.example" });
  expect(body).toEqual({
    kind: "bot_parked",
    subject: "bot:3",
    state: "on",
    title: "새봄봇 03 봇이 쉬고 있어요",
    text: "[도착 알림 · 계속] 새봄봇 03 봇이 쉬고 있어요\n봇에 닿지 못했어요. 이 봇으로 나갈 발송은 봇이 돌아올 때까지 기다려요. 봇과 게이트웨이를 확인해 주세요.\nhttps://dochak.example/settings/alerts",
    since: "2026-11-20T03:00:00.000Z",
    url: "https://dochak.example/settings/alerts",
  });
  expect(noticeBody({ ...parked, event: "off", since: long, origin: "https://dochak.example" })).toMatchObject({
    state: "off",
    text: "[도착 알림 · 해결] 새봄봇 03 봇이 다시 답해요\nhttps://dochak.example/settings/alerts",
  });
  expect(testBody("https://dochak.example", now)).toMatchObject({ kind: "test", state: "test" });
});

test.each([
  "010-0000-1234",
  "01000001234",
  "010 0000 1234",
  "010.0000.1234",
  "+82 10-0000-1234",
  "+821000001234",
  "０１０－００００－１２３４",
  "(010) 0000-1234",
])("a number in a name (%s) doesn't leave", (phone) => {
  const facts = { title: `문의 ${phone}`, room: `방 ${phone}` };
  const body = noticeBody({
    kind: "schedule_error",
    subject: "schedule:1",
    facts,
    event: "on",
    since: now,
    origin: "x",
  });
  expect(`${body.title}${body.text}`.normalize("NFKC").replace(/\D/g, "")).not.toContain("00001234");
});
