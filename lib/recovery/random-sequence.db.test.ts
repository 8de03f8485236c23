import fc from "fast-check";
import { expect, test } from "vitest";
import { providerWords } from "@/db/schema/coverage";
import { messageLogs, sendBatches } from "@/db/schema/messages";
import { endOpenRows } from "@/lib/batches/apply-results";
import { phoneKey } from "@/lib/customers/phone-key";
import { cancelMessage } from "@/lib/messages/cancel-message";
import { resendFailed } from "@/lib/messages/resend-failed";
import { sendMessage } from "@/lib/messages/send-message";
import { applyWords } from "@/lib/reconcile/apply-words";
import { bringIn, logFile, messageFile, oldNumber } from "@/scripts/testing/history-rig";
import { messageProblems } from "@/scripts/testing/message-problems";
import { numberOf, orderOf, plantMessageWorld } from "@/scripts/testing/message-rig";
import { ALL, ledger, recoverAll, SCRIPT, undoAll } from "@/scripts/testing/recovery-rig";
import { testRig } from "@/scripts/testing/test-rig";
import { applyRecovery } from "./apply-recovery";
import { planRecovery } from "./plan-recovery";

const rig = testRig(plantMessageWorld, ledger);

const steps = [
  "send",
  "deliver",
  "fail",
  "resend",
  "cancel",
  "importMessages",
  "importLogs",
  "told",
  "recover",
  "recoverHalf",
  "undo",
  "reconcile",
] as const;
type Step = { what: (typeof steps)[number]; n: number };
const sequences: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({ what: fc.constantFrom(...steps), n: fc.nat(999) }),
  {
    minLength: 6,
    maxLength: 14,
  },
);

/** One id of the provider for recipients of two messages: the row of the second was never written, a plan found it for ever. */
const TWICE = [
  { what: "importMessages", n: 2 },
  { what: "told", n: 1 },
] as const;

test("after any sequence of sends, failures, imports, recoveries and undos the counters are what a full count says", async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      await rig.clear();
      const w = await plantMessageWorld(rig.db);
      // So that every sequence has somebody to recover whom the provider tells of.
      const told = [
        { what: "importMessages", n: 1 },
        { what: "told", n: 0 },
        { what: "told", n: 1 },
      ] as const;
      const runs: number[] = [];
      const legacy: { id: number; numbers: string[] }[] = [];
      for (const { what, n } of [...told, ...sequence]) {
        await take(w, what, n, runs, legacy).catch((error: unknown) => {
          // Nothing to resend, nothing to cancel, a run in another state: what isn't allowed changes nothing.
          if (!(error instanceof Error) || error.name !== "AppError") throw error;
        });
        expect(await messageProblems(rig.db), `after ${what}`).toEqual([]);
      }
      const open = await planRecovery(rig.rt, SCRIPT, ALL);
      if (open.rows > 0) await recoverAll(rig.rt);
      expect((await planRecovery(rig.rt, SCRIPT, ALL)).rows).toBe(0);
    }),
    { numRuns: 12, examples: [[TWICE]] },
  );
}, 240_000);

type World = Awaited<ReturnType<typeof plantMessageWorld>>;

async function take(
  w: World,
  what: (typeof steps)[number],
  n: number,
  runs: number[],
  legacy: { id: number; numbers: string[] }[],
): Promise<void> {
  const old = legacy[n % Math.max(1, legacy.length)];
  switch (what) {
    case "send": {
      const recipients = Array.from({ length: 1 + (n % 5) }, (_, i) => ({
        phone: i === 3 ? "02-000-0000" : numberOf(n + i),
      }));
      await sendMessage(rig.rt, w.operator, orderOf({ recipients, is_test: n % 4 === 0 }));
      return;
    }
    case "deliver":
    case "fail":
      return endBatch(n, what === "deliver" ? "delivered" : "failed");
    case "resend":
    case "cancel": {
      const [batch] = await rig.db
        .select()
        .from(sendBatches)
        .limit(1)
        .offset(n % 3);
      if (!batch) return;
      const input = { id: batch.messageId };
      await (what === "resend" ? resendFailed(rig.rt, w.operator, input) : cancelMessage(rig.rt, w.operator, input));
      return;
    }
    case "importMessages": {
      const line = {
        id: n,
        numbers: n % 5 === 0 ? [] : Array.from({ length: 1 + (n % 6) }, (_, i) => oldNumber(n + i)),
      };
      legacy.push(line);
      const status = ["sent", "partial", "failed", "sending"][n % 4]!;
      await bringIn(rig.rt, messageFile([{ ...line, sent: 4, status }]), { fileName: `m${n}` });
      return;
    }
    case "importLogs": {
      if (!old) return;
      const phone =
        n % 7 === 0 ? oldNumber(n + 500) : (old.numbers[n % Math.max(1, old.numbers.length)] ?? oldNumber(n));
      const line = {
        id: old.id,
        phone,
        status: ["sent", "delivered", "failed"][n % 3]!,
        ...(n % 2 && { code: "4000" }),
      };
      await bringIn(rig.rt, logFile([line]), { fileName: `l${n}` });
      return;
    }
    case "told": {
      // What the provider said of somebody before anybody recovered them.
      const { messages: all } = await ledger(rig.db);
      const message = old && all.find(({ legacyId }) => legacyId === String(old.id));
      const phone = old?.numbers[n % Math.max(1, old.numbers.length)];
      if (!message || phone === undefined) return;
      const recipientKey = phoneKey(rig.rt.env.LOOKUP_KEY, phone.replace(/\D/g, ""));
      const word = { messageId: message.id, recipientKey, seenAt: rig.now, solapiMessageId: `P${n}` };
      await rig.db
        .insert(providerWords)
        .values({ ...word, status: n % 3 === 0 ? "failed" : "delivered", providerCode: n % 3 === 0 ? "3104" : "4000" })
        .onDuplicateKeyUpdate({ set: { seenAt: rig.now } });
      return;
    }
    case "recover": {
      runs.push((await recoverAll(rig.rt, ALL, { chunk: 1 + (n % 4) })).plan.runId);
      return;
    }
    case "recoverHalf": {
      const { planHash, runId } = await planRecovery(rig.rt, SCRIPT, ALL);
      await applyRecovery(rig.rt, SCRIPT, { scope: ALL, planHash }, { chunk: 1 + (n % 3), budgetMs: 0 });
      runs.push(runId);
      return;
    }
    case "undo": {
      const run = runs[n % Math.max(1, runs.length)];
      if (run !== undefined) await undoAll(rig.rt, run, { chunk: 1 + (n % 3) });
      return;
    }
    case "reconcile": {
      const { messages: all } = await ledger(rig.db);
      const message = all.filter(({ origin }) => origin === "imported")[n % Math.max(1, all.length)];
      const digits = oldNumber(n).replace(/\D/g, "");
      const word = {
        digits,
        status: n % 2 ? ("delivered" as const) : ("failed" as const),
        code: n % 2 ? "4000" : "3104",
      };
      if (message)
        await applyWords(rig.db, rig.rt.env, message.id, [{ ...word, solapiMessageId: `M${n}`, at: rig.now }], rig.now);
    }
  }
}

/** What the reports of one batch do to it. */
async function endBatch(n: number, to: "delivered" | "failed"): Promise<void> {
  const batches = await rig.db.select().from(sendBatches);
  const batch = batches[n % Math.max(1, batches.length)];
  if (!batch || batch.phase === "cancelled") return;
  const rows = (await rig.db.select().from(messageLogs)).filter(({ batchId }) => batchId === batch.id);
  const end = {
    to,
    reasonCode: to === "failed" ? "provider_refused" : null,
    providerCode: to === "failed" ? "3040" : "4000",
  };
  await endOpenRows(rig.rt, batch.id, new Map(rows.slice(0, 1 + (n % 3)).map(({ id }) => [id, end])));
}
