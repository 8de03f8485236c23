import { describe, expect, test } from "vitest";
import { holdReasons } from "@/lib/batches/hold-reasons";
import { accessRefusals } from "@/lib/dispatch/access-refusal";
import { locales } from "@/lib/i18n/locale";
import { allMessages } from "@/lib/i18n/messages";
import { requestReasons, skipReasons } from "@/lib/messages/reasons";
import { limitNames } from "@/lib/rooms/limits";
import { phoneReasons } from "@/lib/transports/phone-port";
import { gatewayReasons } from "@/lib/transports/port";
import { knownCodes } from "@/lib/transports/solapi-codes";
import { errorReasons } from "@/lib/transports/solapi-errors";
import { allConditions } from "./all-conditions";
import { codeBook } from "./codes-book";
import { findCodes } from "./codes-find";

const codesOf = (kind: string) => codeBook.filter((entry) => entry.kind === kind).map(({ code }) => code);

describe("no code is left out of the book", () => {
  const { reasons, logs } = allMessages("ko");
  test.each([
    ["Solapi's results", "solapi", knownCodes],
    ["why the phone port refused", "request", phoneReasons],
    ["our reasons of texts", "phone", Object.keys(reasons)],
    ["holds", "phone", holdReasons],
    ["refused requests", "phone", requestReasons],
    ["left-out recipients", "phone", skipReasons],
    ["gateway reasons", "room", gatewayReasons],
    ["refused rooms", "room", accessRefusals],
    ["our reasons of rooms", "room", Object.keys(logs.reasons)],
    ["limits", "room", limitNames],
    ["verdicts", "verdict", allConditions.map(({ id }) => id)],
  ] as const)("%s", (_, kind, codes) => {
    expect(codes.filter((code) => !codesOf(kind).includes(code))).toEqual([]);
  });
  test("Solapi's request errors, however they are spelled", () => {
    const known = codesOf("request").map((code) => code.toLowerCase());
    expect([...errorReasons.keys()].filter((name) => !known.includes(name))).toEqual([]);
  });
});

test("a reason stands at the layer the table of conditions gives it", () => {
  const wrong = codeBook.flatMap(({ code, kind, layer }) => {
    const subjects: readonly string[] = kind === "room" ? ["room"] : ["request", "phone"];
    const told = allConditions.filter(({ subject, reasons }) => subjects.includes(subject) && reasons.includes(code));
    if (kind === "verdict" || kind === "request" || told.length === 0) return [];
    return told.some((row) => row.layer === layer) ? [] : [`${kind} ${code}: ${layer}, not ${told[0]?.layer}`];
  });
  expect(wrong).toEqual([]);
});

test("each entry says everything in both languages, once, with no blank left open", () => {
  const keys = codeBook.map(({ kind, code }) => `${kind}/${code}`);
  expect(new Set(keys).size).toBe(keys.length);
  for (const locale of locales)
    for (const { code, meaning, we, you } of findCodes({}, locale).items)
      for (const words of [meaning, we, you]) {
        expect(words, `${locale} ${code}`).not.toBe("");
        expect(words, `${locale} ${code}`).not.toMatch(/\{/);
      }
});

test("either language finds an entry, and every word narrows", () => {
  const found = (q: string) => findCodes({ q }, "ko").items.map(({ code }) => code);
  expect(found("3104")).toContain("3104");
  expect(found("카카오톡을 쓰지 않는")).toEqual(["3104"]);
  expect(found("UNREGISTERED sender")).toEqual(found("unregistered   SENDER"));
  expect(found("sender isn't registered at Solapi")).toContain("sender_unregistered");
  expect(found("카카오톡").length).toBeGreaterThan(found("카카오톡 막았거나").length);
  expect(found("그런 말은 없어요")).toEqual([]);
});

test("a layer and a kind filter; a code asked for stands first whatever the filter", () => {
  const { items } = findCodes({ code: "INVALIDAPIKEY", layer: "queue", kind: "request" }, "ko");
  expect(items[0]).toMatchObject({ code: "InvalidApiKey", isAsked: true, layer: "provider" });
  expect(items.slice(1)).toEqual([]);
  const queue = findCodes({ layer: "queue" }, "en").items;
  expect(queue.length).toBeGreaterThan(3);
  expect(new Set(queue.map(({ layer }) => layer))).toEqual(new Set(["queue"]));
});

test("a code Solapi added yesterday is told by its family, nonsense not at all", () => {
  expect(findCodes({ code: "1099", q: "없는말" }, "ko").items).toMatchObject([
    { code: "1099", isAsked: true, meaning: "접수되지 않았어요. 처음 보는 코드예요" },
  ]);
  expect(findCodes({ code: "<b>", q: "없는말" }, "ko").items).toEqual([]);
});
