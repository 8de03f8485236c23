import "server-only";
import type { AlertKind, NoticeEvent } from "@/db/enums";
import type { AlertFacts } from "@/db/schema/alerts";
import { wordsIn } from "@/lib/i18n/catalogue";
import { josa } from "@/lib/i18n/josa";
import type { Locale } from "@/lib/i18n/locale";

export type SaidAlert = { title: string; text: string };

/** What an alert that an older version wrote down doesn't know of itself. */
const UNTOLD: AlertFacts = { reason: "", reasons: 1 };

/** What an alert says to a reader: its headline, and what it means with the next step. */
export function sayAlert(locale: Locale, kind: AlertKind, told: AlertFacts, event: NoticeEvent = "on"): SaidAlert {
  const t = wordsIn(locale, "alerts");
  const facts = { ...UNTOLD, ...told };
  const title = t(event === "off" ? `kinds.${kind}.gone` : `kinds.${kind}.title`, facts);
  const text = event === "off" ? "" : t(`kinds.${kind}.text`, facts);
  return locale === "ko" ? { title: josa(title), text: josa(text) } : { title, text };
}

/** A mobile number however it is written. */
const PHONE = /(?:\+?82[-.\s)]*|\(?0)1[016789][-.\s)]*\d{3,4}[-.\s]*\d{4}/g;
/** What somebody named a schedule must neither show a number nor call a whole channel where it is read. */
const harmless = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(PHONE, "010-****-****")
    .replace(/[<>@]/g, (sign) => ({ "<": "‹", ">": "›", "@": "＠" })[sign] ?? "");

export type NoticeBody = {
  kind: AlertKind | "test";
  subject: string;
  state: "on" | "off" | "test";
  title: string;
  text: string;
  since: string;
  url: string;
};

type Notice = { kind: AlertKind; subject: string; facts: AlertFacts; event: NoticeEvent; since: Date; origin: string };

/** What the webhook is told, in the installation's language. `text` is a whole message, so that chat hooks show it as it is. */
export function noticeBody({ kind, subject, facts, event, since, origin }: Notice): NoticeBody {
  const said = sayAlert("ko", kind, facts, event);
  const url = `${origin}/settings/alerts`;
  const [title, text] = [harmless(said.title), harmless(said.text)];
  const line = [`${wordsIn("ko", "alerts")(`prefix.${event}`)} ${title}`, text, url].filter(Boolean).join("\n");
  return { kind, subject, state: event === "off" ? "off" : "on", title, text: line, since: since.toISOString(), url };
}

export function testBody(origin: string, now: Date): NoticeBody {
  const t = wordsIn("ko", "alerts");
  const url = `${origin}/settings/alerts`;
  const title = t("webhook.testText");
  const text = `${t("prefix.test")} ${title}\n${url}`;
  return { kind: "test", subject: "", state: "test", title, text, since: now.toISOString(), url };
}
