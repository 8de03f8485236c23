import type { AlertDto } from "@/lib/alerts/queries";
import type { words } from "@/lib/i18n/words";

type T = Awaited<ReturnType<typeof words<"alerts">>>;

/** How telling the webhook about an alert went the last time; null where nothing was to be told. */
export function toldWords(t: T, { told, state }: Pick<AlertDto, "told" | "state">, when: (iso: string) => string) {
  if (!told) return null;
  if (told.state === "sent") return t("told.sent", { when: told.at ? when(told.at) : "" });
  if (told.state === "failed") return state === "muted" ? null : t("told.failed");
  return told.attempts > 0 && told.nextAt
    ? t("told.retry", { attempts: told.attempts, when: when(told.nextAt) })
    : t("told.pending");
}
