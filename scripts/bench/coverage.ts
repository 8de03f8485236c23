import { sql } from "drizzle-orm";
import { type Db, databaseNow } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { messageLogs, messages } from "@/db/schema/messages";
import { scopeOf } from "@/lib/access/scope";
import { countGaps, listGaps } from "@/lib/coverage/gap-queries";
import { readCoverage, readTrend } from "@/lib/coverage/queries";
import { CoverageFilter, GapFilter, TrendFilter } from "@/lib/coverage/schema";
import { MessageFilter } from "@/lib/messages/list-schema";
import { listMessages } from "@/lib/messages/queries";
import { addToRollups } from "@/lib/messages/roll-up";
import { testEnv } from "../testing/test-env";
import { atLeast, type Finding, interleave, percentile, ratio } from "./measure";
import { plantOldHistory } from "./old-history";
import { openServer } from "./worlds";

type Server = Awaited<ReturnType<typeof openServer>>;

const ROUNDS = 7;
const PAGES = 100;
/** Recipients of as many messages as a page shows. */
const FULL_PAGE = 50_000;
const BATCH = 1_000;
const BATCHES = 20;

/**
 * G7: the figures of /coverage from the maintained sums against counting the ledger, at `rows` logs (5,000,000 is the goal's size); and
 * what maintaining them takes off the rate of inserts.
 */
export async function benchCoverage(rows: number): Promise<Finding[]> {
  const server = await openServer();
  const { db } = await server.fresh("dochak_bench_coverage", 2);
  const { tenantId } = await plantOldHistory(db, rows, false);
  await fillLedger(db, rows, tenantId);
  const now = await databaseNow(db);
  const scope = scopeOf({ kind: "system", job: "script" });
  const counted = () =>
    db.execute(sql`select m.origin, m.is_test, m.status, l.status as row_status, count(*) as n
    from message_logs l join messages m on m.id = l.message_id group by 1, 2, 3, 4`);
  const kept = () => readCoverage(db, scope, {}, now);
  const [theirs, ours] = await interleave(ROUNDS, counted, kept, 2);
  const pages = await benchPages(server, db, rows);
  const [plain, upkeep] = await interleave(
    ROUNDS,
    () => insertBatches(db, tenantId, false),
    () => insertBatches(db, tenantId, true),
    2,
  );
  await server.stop();
  const share = 1 - percentile(plain, 50) / percentile(upkeep, 50);
  return [
    atLeast(`coverage over ${rows.toLocaleString("en")} logs, GROUP BY → sums`, theirs, ours, 1_000, "ms"),
    ...pages,
    {
      what: "upkeep of the sums in the transaction that inserts",
      measured: `${percentile(plain, 50).toFixed(0)} → ${percentile(upkeep, 50).toFixed(0)} ms (−${(share * 100).toFixed(1)} %)`,
      goal: "≤ 20 %",
      pass: share <= 0.2,
    },
  ];
}

/** W1 for what /coverage and the phones' half of /logs read: a page full of messages in a small and in a large ledger. */
async function benchPages(server: Server, large: Db, rows: number): Promise<Finding[]> {
  const { db: small } = await server.fresh("dochak_bench_coverage_small", 2);
  const { tenantId } = await plantOldHistory(small, FULL_PAGE, false);
  await fillLedger(small, FULL_PAGE, tenantId);
  const now = await databaseNow(large);
  const scope = scopeOf({ kind: "system", job: "script" });
  const key = testEnv().LOOKUP_KEY;
  const coverage = (db: Db) =>
    Promise.all([
      readCoverage(db, scope, CoverageFilter.parse({}), now),
      countGaps(db, scope, undefined, now),
      listGaps(db, scope, key, GapFilter.parse({}), now),
      readTrend(db, scope, TrendFilter.parse({}), now),
    ]);
  const phones = (db: Db) => listMessages(db, scope, key, MessageFilter.parse({}));
  const findings: Finding[] = [];
  for (const [name, read] of [
    ["/coverage", coverage],
    ["/logs?channel=phone", phones],
  ] as const) {
    const [few, many] = await interleave(
      PAGES,
      () => read(small),
      () => read(large),
    );
    const what = `W1 ${name} p95, ${FULL_PAGE.toLocaleString("en")} → ${rows.toLocaleString("en")} recipients`;
    findings.push(ratio(what, percentile(few, 95), percentile(many, 95), 1.5));
  }
  return findings;
}

async function fillLedger(db: Db, rows: number, tenantId: number): Promise<void> {
  for (let from = 0; from < rows; from += 100_000)
    await db.execute(sql`insert into message_logs (message_id, tenant_id, recipient_key, ordinal, phone_last4, channel, sender, status, source, created_at)
      select r.message_id, ${tenantId}, r.recipient_key, r.ordinal, '0000', 'sms', '0200000000', if(r.ordinal mod 9 = 0, 'failed', 'sent'), 'import', '2026-03-01 01:00:00'
      from message_recipients r where r.message_id > ${from / 1_000} and r.message_id <= ${from / 1_000 + 100}`);
  await db.execute(sql`analyze table message_logs`);
}

let serial = 0;

/** Messages of a thousand recipients as they are accepted, with and without their place in the day's sums. */
async function insertBatches(db: Db, tenantId: number, keeps: boolean): Promise<void> {
  const at = new Date("2026-11-20T05:00:00.000Z");
  const none = { extraCount: 0, confirmedCount: 0, inferredCount: 0, sendingCount: 0, sentCount: 0, deliveredCount: 0 };
  const figures = {
    ...{ orgId: 2, origin: "new" as const, isTest: false, messageMode: "sms" as const, status: "queued" as const },
    ...{
      createdAt: at,
      gap: "none" as const,
      ...none,
      failedCount: 0,
      skippedCount: 0,
      unknownCount: 0,
      cancelledCount: 0,
    },
    ...{ expectedCount: BATCH, listedCount: BATCH, recordedCount: BATCH, queuedCount: BATCH },
  };
  for (let batch = 0; batch < BATCHES; batch++)
    await db.transaction(async (tx) => {
      const [made] = await tx
        .insert(messages)
        .values({ ...figures, tenantId, rawBody: "안녕하세요", sender: "0200000000", recipientCount: BATCH })
        .$returningId();
      const messageId = made!.id;
      const shared = { messageId, tenantId, sender: "0200000000", channel: "sms" as const, createdAt: at };
      await insertRows(tx, messageLogs, shared, recipients());
      if (keeps) await addToRollups(tx, [{ of: figures, sign: 1 }]);
    });
}

function* recipients() {
  for (let i = 0; i < BATCH; i++) {
    const recipientKey = Buffer.alloc(32);
    recipientKey.writeUInt32BE(++serial, 0);
    recipientKey.writeUInt32BE((serial * 2_654_435_761) >>> 0, 8);
    yield { recipientKey, ordinal: i, phoneLast4: "0000", status: "queued" as const };
  }
}
