import "server-only";
import type { UserActor } from "@/lib/access/actor";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { phoneKey } from "@/lib/customers/phone-key";
import { shownNumber } from "@/lib/customers/shown-number";
import { AppError, invalid } from "@/lib/errors";
import { mayResend } from "@/lib/messages/resend-rules";
import type { Runtime } from "@/lib/runtime";
import { bareDigits, normaliseKoreanNumber } from "@/lib/transports/phone-number";
import { codesSaying } from "./codes-find";
import type { FindResult } from "./find-dto";
import { type Alike, alikePhones, alikeRuns, findGroups, type Judged } from "./find-groups";
import { type Found, findInTime, findOfMessage, findOfNumber, type PhoneFind, type Sought } from "./find-phones";
import { findRuns, type RoomFind } from "./find-rooms";
import type { FindInput } from "./find-schema";
import { findWindow } from "./find-window";
import { readWatch } from "./read-watch";
import { type SeenBefore, verdictOfRecipient } from "./xray-message";
import { verdictOfRun } from "./xray-run";

type FindRuntime = Pick<Runtime, "db" | "clock" | "env" | "queue">;

/** Looked at one by one, of each kind; what differs more than that is told by its number only. */
export const MOST_LOOKS = 40;
/** At the same time: a search leaves connections for others. */
const AT_A_TIME = 5;
const NOTHING = { rows: [], isCut: false };

/**
 * What became of everything that fits what somebody saw, put together by why: the same verdict as of each one's x-ray, without
 * its steps. Reads no more than its caps whatever is asked, and says where it stopped.
 * @throws AppError invalid at a number that is none, or at a time that is too long
 */
export async function findStuck(rt: FindRuntime, actor: UserActor, input: FindInput): Promise<FindResult> {
  const now = await rt.clock();
  const number = numberOf(input.phone);
  const window = findWindow(input, now, number?.kind === "last4");
  const sought = soughtOf(input);
  const [phones, runs] = await Promise.all([
    phonesOf(rt, actor, input, { number, window, sought }),
    number || input.messageId !== undefined
      ? NOTHING
      : findRuns(rt.db, scopeOf(actor), window, { ...sought, room: input.room }),
  ]);
  const [ofPhones, ofRuns] = [alikePhones(phones.rows), alikeRuns(runs.rows)];
  const seen = { now, watch: await readWatch(rt, now) };
  const looks = [
    ...ofPhones.slice(0, MOST_LOOKS).map((one) => () => judgePhones(rt, actor, one, seen)),
    ...ofRuns.slice(0, MOST_LOOKS).map((one) => () => judgeRuns(rt, actor, one, seen)),
  ];
  const judged = (await inTurns(looks, AT_A_TIME)).filter((one) => one !== null);
  const told = judged.reduce((sum, { count }) => sum + count, 0);
  return {
    from: window.from.toISOString(),
    to: window.to.toISOString(),
    groups: findGroups(judged),
    phones: phones.rows.length,
    rooms: runs.rows.length,
    isCut: phones.isCut || runs.isCut,
    untold: phones.rows.length + runs.rows.length - told,
  };
}

type AskedNumber = { kind: "whole"; digits: string } | { kind: "last4"; digits: string };

function numberOf(phone: string | undefined): AskedNumber | null {
  const digits = bareDigits(phone ?? "");
  if (!phone?.trim()) return null;
  if (/^\d{4}$/.test(digits)) return { kind: "last4", digits };
  const reading = normaliseKoreanNumber(phone);
  if (reading.kind === "mobile") return { kind: "whole", digits: reading.number };
  if (!/^\d{7,15}$/.test(digits)) throw invalid("phone", "badValue");
  return { kind: "whole", digits };
}

/** Words of an error are looked for as they are, and as what the dictionary says of a code, in either language. */
function soughtOf({ code, text }: FindInput): Sought {
  if (text === undefined) return { codes: code === undefined ? null : [code], text: null };
  return { codes: code === undefined ? codesSaying(text) : [code], text };
}

type Asked = { number: AskedNumber | null; window: ReturnType<typeof findWindow>; sought: Sought };

async function phonesOf(
  { db, env }: FindRuntime,
  actor: UserActor,
  { room, messageId }: FindInput,
  { number, window, sought }: Asked,
): Promise<Found<PhoneFind>> {
  const scope = scopeOf(actor);
  if (messageId !== undefined) return findOfMessage(db, scope, messageId, sought);
  if (number?.kind === "whole") return findOfNumber(db, scope, phoneKey(env.LOOKUP_KEY, number.digits), window, sought);
  if (room !== undefined) return NOTHING;
  return findInTime(db, scope, window, { ...sought, last4: number?.digits ?? null });
}

const EXAMPLES = 3;
const newestOf = <T extends { at: Date }>(rows: readonly T[]): T[] =>
  [...rows].sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, EXAMPLES);

async function judgePhones(
  rt: FindRuntime,
  actor: UserActor,
  { rows, count }: Alike<PhoneFind>,
  before: SeenBefore,
): Promise<Judged | null> {
  const newest = newestOf(rows);
  const first = newest[0]!;
  const seen = await seenOr(() => verdictOfRecipient(rt, actor, { id: first.messageId, recipient: first.id }, before));
  if (!seen) return null;
  const again = new Map<number, number[]>();
  if (mayEver(actor, "message.send"))
    for (const row of rows)
      if (row.status === "failed" && mayResend(row, false))
        again.set(row.messageId, [...(again.get(row.messageId) ?? []), row.id]);
  return {
    ...{ kind: "phone", count, again, verdict: seen.verdict, fix: seen.fix },
    newest: newest.map(({ id, messageId, last4, at }) => ({
      id: messageId,
      label: last4 === null ? "" : shownNumber(last4),
      at: at.toISOString(),
      href: `/messages/${messageId}/xray?recipient=${id}`,
    })),
  };
}

async function judgeRuns(
  rt: FindRuntime,
  actor: UserActor,
  { rows, count }: Alike<RoomFind>,
  before: SeenBefore,
): Promise<Judged | null> {
  const newest = newestOf(rows);
  const seen = await seenOr(() => verdictOfRun(rt, actor, { id: newest[0]!.id }, before));
  if (!seen) return null;
  return {
    ...{ kind: "room", count, again: new Map(), verdict: seen.verdict, fix: seen.fix },
    newest: newest.map(({ id, room, at }) => ({ id, label: room, at: at.toISOString(), href: `/logs/${id}/xray` })),
  };
}

/** What was taken away between the search and the look is told by nobody. */
async function seenOr<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}

/** Some at a time, the answers in their order. */
async function inTurns<T>(work: readonly (() => Promise<T>)[], atATime: number): Promise<T[]> {
  const done: T[] = [];
  for (let at = 0; at < work.length; at += atATime)
    done.push(...(await Promise.all(work.slice(at, at + atATime).map((one) => one()))));
  return done;
}
