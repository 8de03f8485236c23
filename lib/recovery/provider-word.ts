import { readOldNumber } from "@/lib/history/read-recipients";
import type { ReportedMessage } from "@/lib/transports/phone-port";
import { codeClass } from "@/lib/transports/solapi-codes";

/** What the provider says became of one number. */
export type ProviderWord = {
  digits: string;
  status: "delivered" | "failed" | "sent";
  code: string | null;
  solapiMessageId: string;
  at: Date | null;
};

const ENDED = ["COMPLETE", "FAILED"];

/**
 * Reads a report as proof, or null where it proves nothing: no number to hang it on, or a code that says neither arrived nor not.
 * `sent` = it took the message and hasn't heard of its end.
 */
export function wordOf(report: ReportedMessage): ProviderWord | null {
  const { digits } = readOldNumber(report.to ?? "");
  if (digits === null) return null;
  const found = codeClass(report.statusCode);
  const at = report.receivedAt ?? report.reportedAt ?? report.processedAt ?? report.updatedAt ?? report.createdAt;
  const word = { digits, code: report.statusCode, solapiMessageId: report.messageId, at };
  if (found === "S") return { ...word, status: "delivered" };
  if (found === "P") return { ...word, status: "sent" };
  const hasEnded = report.status === null || ENDED.includes(report.status);
  return found === "U" || !hasEnded ? null : { ...word, status: "failed" };
}

const STRENGTH = { delivered: 2, failed: 1, sent: 0 };

/** Of several messages to one number the one that got farthest. */
export function wordsOf(reports: readonly ReportedMessage[]): ProviderWord[] {
  const best = new Map<string, ProviderWord>();
  for (const report of reports) {
    const word = wordOf(report);
    const before = word && best.get(word.digits);
    if (word && (!before || STRENGTH[word.status] > STRENGTH[before.status])) best.set(word.digits, word);
  }
  return [...best.values()];
}
