import type { Db } from "@/db/client";
import type { Env } from "@/lib/env/schema";
import { importHistory } from "@/lib/history/import-history";
import { openHistory } from "@/lib/history/open-history";

/** Bytes of a text, in pieces that fall anywhere. */
export async function* piecesOf(text: string, size = 7_001): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

type Rt = { db: Db; clock: () => Promise<Date>; env: Env };
type Over = Partial<Parameters<typeof importHistory>[2]>;
const SCRIPT = { kind: "system", job: "script" } as const;

/** Brings old records in as the command does. */
export const bringIn = (rt: Rt, text: string, over: Over = {}) =>
  importHistory(rt, SCRIPT, { execute: true, fileName: "old.csv", ...over }, openHistory(piecesOf(text)));

/** Somebody's number, from 0, as an old system may have written it. */
export const oldNumber = (n: number): string => `010-0000-${String(n).padStart(4, "0")}`;

export type OldMessageLine = {
  id: number | string;
  numbers?: readonly string[] | null;
  sent?: number;
  status?: string;
  group?: string;
  at?: string;
};

export const messageFile = (lines: readonly OldMessageLine[]): string =>
  JSON.stringify(
    lines.map(({ id, numbers = null, sent, status = "sent", group, at = "2026-03-11 10:02:00" }) => ({
      id,
      message_type: "sms",
      content: `옛 안내 ${id}`,
      status,
      recipient_numbers: numbers,
      sent_count: sent ?? numbers?.length ?? 0,
      solapi_group_id: group ?? null,
      created_at: at,
    })),
  );

export const logFile = (
  lines: readonly { id: number | string; phone: string; status?: string; code?: string }[],
): string =>
  JSON.stringify(
    lines.map(({ id, phone, status = "sent", code }) => ({
      message_id: id,
      recipient_number: phone,
      status,
      status_code: code ?? null,
    })),
  );
