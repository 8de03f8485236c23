import type { FindBulk, FindExample, FindGroup } from "./find-dto";
import type { PhoneFind } from "./find-phones";
import type { RoomFind } from "./find-rooms";
import type { Standing } from "./verdict-shape";
import type { Xray, XrayFix } from "./xray-dto";

/** Those for whom one look tells the same: what can make one verdict differ from another is equal. */
export type Alike<T> = { rows: T[]; count: number };

function alike<T>(rows: readonly T[], keyOf: (row: T) => string): Alike<T>[] {
  const found = new Map<string, Alike<T>>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = found.get(key);
    if (known) {
      known.rows.push(row);
      known.count += 1;
    } else found.set(key, { rows: [row], count: 1 });
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

const OPEN = ["queued", "sending", "sent"];
/** Of what still waits its batch decides; of what has ended the row says it all. */
export const alikePhones = (rows: readonly PhoneFind[]): Alike<PhoneFind>[] =>
  alike(rows, ({ tenantId, batchId, status, reasonCode, providerCode, channel, leg, source, isInferred }) =>
    [
      ...[OPEN.includes(status) || reasonCode === null ? batchId : null, tenantId, status, reasonCode, providerCode],
      ...[channel, leg, source, isInferred],
    ].join("/"),
  );

const OPEN_RUN = ["planned", "sending", "deferred"];
/** Of what still waits its room and the bot decide. */
export const alikeRuns = (rows: readonly RoomFind[]): Alike<RoomFind>[] =>
  alike(rows, ({ botId, roomRef, status, reasonCode, partCode }) =>
    [botId, OPEN_RUN.includes(status) ? roomRef : null, status, reasonCode, partCode].join("/"),
  );

/** What one look found, and everybody it is true of. */
export type Judged = {
  kind: FindGroup["kind"];
  verdict: Xray["verdict"];
  fix: XrayFix | null;
  count: number;
  newest: FindExample[];
  /** Recipients of each message who may be sent to again. */
  again: ReadonlyMap<number, readonly number[]>;
};

const EXAMPLES = 3;
const ORDER: readonly Standing[] = [
  ...(["stuck", "unknown", "ended", "unrecorded", "moving"] as const),
  ...(["waiting", "sent", "handed_off", "delivered"] as const),
];

/** By what was found: what is stuck first, then what nobody knows; of the same, whoever is more. */
export function findGroups(judged: readonly Judged[]): FindGroup[] {
  const found = new Map<string, Judged[]>();
  for (const one of judged) {
    const { standing, layer, cause, code } = one.verdict;
    const key = [one.kind, standing, layer, cause, code].join("/");
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  const rank = ({ standing, cause }: FindGroup) => ORDER.indexOf(standing) + (cause === null ? 0.5 : 0);
  return [...found.values()].map(groupOf).sort((a, b) => rank(a) - rank(b) || b.count - a.count);
}

function groupOf(all: Judged[]): FindGroup {
  const { kind, verdict } = all[0]!;
  const { standing, layer, cause, fix, code } = verdict;
  return {
    ...{ kind, standing, layer, cause, fix, code },
    count: all.reduce((sum, one) => sum + one.count, 0),
    newest: all
      .flatMap((one) => one.newest)
      .sort((a, b) => b.at.localeCompare(a.at))
      .slice(0, EXAMPLES),
    may: all.some((one) => one.fix?.may ?? false),
    bulk: bulkOf(all),
  };
}

/** One press for all of them, where the doors for it are there and this person may. */
function bulkOf(all: readonly Judged[]): FindBulk | null {
  const mine = all.filter(({ fix }) => fix?.may);
  const calls = (paths: readonly string[]) => [...new Set(paths)].map((path) => ({ path, body: {} }));
  const on = (kind: "tenant" | "bot") => mine.flatMap(({ fix }) => (fix?.target?.kind === kind ? [fix.target.id] : []));
  const { standing } = all[0]!.verdict;
  if (all[0]!.verdict.fix === "decide_run" && mine.length > 0)
    return { kind: "open", href: "/logs?status=unknown,missed&period=month" };
  if (standing === "stuck" && on("tenant").length > 0 && mine.some(({ fix }) => RESUMES.includes(fix?.id ?? ""))) {
    const resumed = calls(on("tenant").map((id) => `/api/tenants/${id}/resume`));
    return { kind: "resume", calls: resumed, count: resumed.length };
  }
  if (on("bot").length > 0 && mine.some(({ fix }) => fix?.id === "reconnect_bot")) {
    const probed = calls(on("bot").map((id) => `/api/bots/${id}/probe`));
    return { kind: "probe", calls: probed, count: probed.length };
  }
  const again = new Map<number, number[]>();
  for (const { again: own } of all)
    for (const [messageId, ids] of own) again.set(messageId, [...(again.get(messageId) ?? []), ...ids]);
  if (standing !== "ended" || again.size === 0) return null;
  return {
    kind: "resend",
    calls: [...again].map(([id, recipientIds]) => ({ path: `/api/messages/${id}/resend`, body: { recipientIds } })),
    count: [...again.values()].reduce((sum, ids) => sum + ids.length, 0),
  };
}

/** Fixes after which a paused payer goes on at a word; until then it would be paused again by itself. */
const RESUMES = [
  "resume_tenant",
  "allow_ip",
  "charge_solapi",
  "check_key",
  "register_sender",
  "lift_number_guard",
  "set_clock",
  "ask_solapi",
];
