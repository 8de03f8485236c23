import { describe, expect, test } from "vitest";
import { layers } from "@/db/enums";
import { holdReasons } from "@/lib/batches/hold-reasons";
import { accessRefusals } from "@/lib/dispatch/access-refusal";
import { diagnosisCauses as en } from "@/lib/i18n/en/diagnosis-causes";
import { diagnosisCauses as ko } from "@/lib/i18n/ko/diagnosis-causes";
import { logs } from "@/lib/i18n/ko/logs";
import { reasons } from "@/lib/i18n/ko/reasons";
import { requestReasons, skipReasons } from "@/lib/messages/reasons";
import { limitNames } from "@/lib/rooms/limits";
import { parkReasons } from "@/lib/tenants/park-tenant";
import { phoneReasons } from "@/lib/transports/phone-port";
import { gatewayReasons } from "@/lib/transports/port";
import { allConditions } from "./all-conditions";
import type { Condition } from "./conditions";
import { fixes, fixIds } from "./fixes";
import { unbroken } from "./unbroken";

const ofSubject = (subject: Condition["subject"]) => allConditions.filter((one) => one.subject === subject);
const meaning = (subject: Condition["subject"], reason: string) =>
  ofSubject(subject).flatMap(({ id, reasons: words }) => (words.includes(reason) ? [id] : []));

describe("every recorded reason means exactly one condition", () => {
  const appCodes = ["unauthenticated", "forbidden", "not_found", "invalid", "conflict", "rate_limited", "internal"];
  const row = Object.keys(reasons).filter((word) => !requestReasons.some((one) => one === word));
  test.each([...requestReasons, ...appCodes])("request: %s", (reason) => {
    expect(meaning("request", reason)).toHaveLength(1);
  });
  test.each([
    ...new Set([...skipReasons, ...holdReasons, ...parkReasons, ...phoneReasons, "insufficient_balance", ...row]),
  ])("phone: %s", (reason) => {
    expect(meaning("phone", reason)).toHaveLength(reason in unbroken.phone ? 0 : 1);
  });
  test.each([...new Set([...gatewayReasons, ...accessRefusals, ...limitNames, ...Object.keys(logs.reasons)])])(
    "room: %s",
    (reason) => {
      expect(meaning("room", reason)).toHaveLength(reason in unbroken.room ? 0 : 1);
    },
  );
});

test("the first that holds is of the first layer: each table is in their order", () => {
  for (const subject of ["request", "phone", "room"] as const) {
    const places = ofSubject(subject).map(({ layer }) => layers.indexOf(layer));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  }
});

test("an id means the same layer and the same thing to do, whatever it is about", () => {
  const seen = new Map<string, string>();
  for (const { id, layer, fix } of allConditions) {
    const before = seen.get(id);
    expect(before === undefined || before === `${layer} ${fix}`, id).toBe(true);
    seen.set(id, `${layer} ${fix}`);
  }
  for (const subject of ["request", "phone", "room"] as const) {
    const ids = ofSubject(subject).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

describe("words", () => {
  const ids = [...new Set(allConditions.map(({ id }) => id))].sort();
  test("every condition says what happened and why, and no word is left over", () => {
    for (const words of [ko, en]) expect(Object.keys(words.cause).sort()).toEqual(ids);
  });
  test("every fix says what, how and whom to ask, and is somebody's", () => {
    for (const words of [ko, en]) expect(Object.keys(words.fix).sort()).toEqual([...fixIds].sort());
    expect([...new Set(allConditions.map(({ fix }) => fix))].sort()).toEqual([...fixIds].sort());
  });
  test("none is empty or ends in the middle", () => {
    const sentences = [ko, en].flatMap(({ cause, fix }) => [
      ...Object.values(cause).map(({ why }) => why),
      ...Object.values(fix).flatMap(({ how, ask }) => [how, ask]),
    ]);
    expect(sentences.filter((text) => !/[.]$/.test(text))).toEqual([]);
  });
});

test("a fix that acts knows on what, and leads nowhere without its place", () => {
  for (const id of fixIds) {
    const fix = fixes[id];
    expect(fix.act({})).toBeNull();
    if (fix.target === null) continue;
    const place = { [fix.target]: 7, message: 7 };
    expect(fix.href(place) ?? "", id).toMatch(/^\//);
  }
});
