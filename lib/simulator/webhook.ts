import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { statusMessageOf } from "./codes";
import { completedAt, type Group, groupView, type Outcome } from "./group";
import { codeAt, type Message, messageView } from "./message";
import type { WebhookSettings } from "./settings";

const REPORTS_PER_CALL = 100;
const TIMEOUT_MS = 5_000;
/** One call as it was made, for the control door; `status` null = no answer. */
export type WebhookCall = { at: string; event: string; reports: number; retryCount: number; status: number | null };

/** Tells an address of this machine about results as Solapi does: arrays, a static digest of the secret, tries again unless 200. */
export function openWebhook(settingsNow: () => WebhookSettings | null) {
  const closed = new AbortController();
  const calls: WebhookCall[] = [];
  let queue = Promise.resolve();

  async function post({ url, secret, shape, retryMs }: WebhookSettings, event: string, reports: Report[]) {
    for (let retryCount = 0; retryCount <= retryMs.length && !closed.signal.aborted; retryCount++) {
      const items = reports.map(({ eventDataId, data }) =>
        shape === "data" ? { eventDataId, retryCount, data } : data,
      );
      const status = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-solapi-event-name": event,
          "x-solapi-secret": createHash("sha1").update(secret).digest("hex"),
        },
        body: JSON.stringify(items),
        redirect: "error",
        signal: AbortSignal.any([closed.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      }).then(
        async (response) => {
          await response.arrayBuffer();
          return response.status;
        },
        () => null,
      );
      calls.push({ at: new Date().toISOString(), event, reports: reports.length, retryCount, status });
      if (calls.length > 1_000) calls.shift();
      if (status === 200) return;
      if (retryCount < retryMs.length)
        await wait(retryMs[retryCount], undefined, { signal: closed.signal, ref: false }).catch(() => {});
    }
  }

  return {
    calls: () => calls,
    forget: () => calls.splice(0),
    /** Reports the messages whose result this outcome brought, in order, behind what is still to be told. */
    report(group: Group, outcome: Outcome) {
      const settings = settingsNow();
      if (!settings || outcome.at === null) return;
      const at = outcome.at;
      const mine = group.messages.filter((message) => !message.refusal && message.finalAt === at);
      const tell = (event: string, reports: Report[]) => {
        for (let time = 0; time <= settings.duplicates; time++)
          queue = queue.then(() => post(settings, event, reports));
      };
      for (let from = 0; from < mine.length; from += REPORTS_PER_CALL)
        tell(
          "SINGLE-REPORT",
          mine.slice(from, from + REPORTS_PER_CALL).map((message) => reportOf(message, at)),
        );
      const isDone = completedAt(group) === at;
      if (settings.groupReports && isDone)
        tell("GROUP-REPORT", [{ eventDataId: randomUUID(), data: groupView(group, at) }]);
    },
    /** Resolves when everything reported so far has been told or given up. */
    settled: () => queue,
    close() {
      closed.abort();
      return queue;
    },
  };
}
type Report = { eventDataId: string; data: Record<string, unknown> };

function reportOf(message: Message, at: number): Report {
  const data = messageView(message, at);
  return { eventDataId: randomUUID(), data: { ...data, statusMessage: statusMessageOf(codeAt(message, at)) } };
}
