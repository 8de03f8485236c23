import type { useTranslations } from "use-intl";
import type { PartKind } from "@/db/enums";
import type { LogDetail, LogPartDetail } from "@/lib/deliveries/detail-queries";
import { formatTime } from "@/lib/time/format";

export type DetailTranslate = ReturnType<typeof useTranslations<"logDetail">>;

const PART = { text: "Text", images_1: "Images_1", images_2: "Images_2" } as const satisfies Record<PartKind, string>;

/** `글은`, `이미지 묶음 2는`: the part as the subject of a sentence. */
export const subjectOf = (part: Pick<LogPartDetail, "kind">, t: DetailTranslate): string =>
  t(`parts.subject${PART[part.kind]}`);

/** `글`, `이미지 묶음 2`. */
export const partName = (part: Pick<LogPartDetail, "kind">, t: DetailTranslate): string =>
  t(`parts.part${PART[part.kind]}`);

/** The sentence of a run's page: what became of it, as exactly as it is known. */
export function headlineOf(log: LogDetail, t: DetailTranslate): string {
  const all = log.parts.length;
  const sent = log.parts.filter((part) => part.status === "sent").length;
  const time = log.nextAttemptAt ? formatTime(new Date(log.nextAttemptAt)) : "";
  const stuck = log.parts.find((part) => part.status === "unknown");
  switch (log.status) {
    case "success":
      return t(log.certainty === "delivered" ? "headline.arrived" : "headline.handed", { all });
    case "sending":
      return t("headline.sending", { all, sent });
    case "deferred":
      return t("headline.deferred", { all, sent, time });
    case "unknown":
      return t("headline.unknown", { all, sent, subject: stuck ? subjectOf(stuck, t) : "" });
    case "partial":
      return t("headline.partial", { all, sent });
    default:
      return t(`headline.${log.status}`);
  }
}

/** `13:30:02.1` in Korean time: the tenth tells parts of one second apart. */
export function exactTime(iso: string): string {
  const at = new Date(iso);
  const tenth = Math.floor(at.getUTCMilliseconds() / 100);
  return `${formatTime(at)}:${String(at.getUTCSeconds()).padStart(2, "0")}.${tenth}`;
}
