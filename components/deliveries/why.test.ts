import { createTranslator } from "use-intl/core";
import { expect, test } from "vitest";
import { logStatuses } from "@/db/enums";
import { accessRefusals } from "@/lib/dispatch/access-refusal";
import { logs as en } from "@/lib/i18n/en/logs";
import { logs as ko } from "@/lib/i18n/ko/logs";
import { gatewayReasons } from "@/lib/transports/port";
import { type Translate, tookText, whyOf } from "./why";

const said = (locale: "ko" | "en") =>
  createTranslator({
    locale,
    messages: { logs: locale === "ko" ? ko : en },
    namespace: "logs",
    timeZone: "Asia/Seoul",
  }) as unknown as Translate;

/** Every reason the engine or a person can leave behind. */
const codes = [
  ...gatewayReasons,
  ...accessRefusals,
  ...["timeout", "conn_reset", "bad_response", "gateway_5xx", "not_observed", "interrupted"],
  ...["gateway_unsure", "image_missing", "gateway_missing", "secret_unreadable", "not_prepared", "sent_too_late"],
  ...["scheduler_down", "too_old", "device_busy", "wait_over", "by_person", "schedule_off", "schedule_deleted"],
  ...["schedule_broken", "not_delivered", "given_up", "run_ended"],
];

test("every reason has a sentence in both languages", () => {
  for (const code of codes) {
    expect(Object.keys(ko.reasons), code).toContain(code);
    expect(Object.keys(en.reasons), code).toContain(code);
  }
});

test("every state says something, whatever is known of it", () => {
  for (const locale of ["ko", "en"] as const)
    for (const status of logStatuses)
      for (const reasonCode of [null, "bot_offline", "perHour", "by_person", "something_new"])
        for (const downtime of [null, { from: "2026-11-20T00:00:00Z", to: "2026-11-20T00:10:00Z" }]) {
          const { text } = whyOf(
            {
              status,
              certainty: null,
              reasonCode,
              isCatchUp: false,
              decidedBy: null,
              nextAttemptAt: null,
              missedCount: null,
              parts: [],
              downtime,
            },
            said(locale),
          );
          expect(text.length, `${locale} ${status} ${reasonCode}`).toBeGreaterThan(1);
          expect(text).not.toMatch(/logs\.|undefined|\{/);
        }
});

test("how long it took", () => {
  const t = said("ko");
  expect([400, 9_949, 41_200, 161_000, 7_380_000].map((ms) => tookText(ms, t))).toEqual([
    "0.4초",
    "9.9초",
    "41초",
    "2분 41초",
    "2시간 3분",
  ]);
});
