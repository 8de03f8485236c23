import { parseArgs } from "node:util";
import { AppError } from "@/lib/errors";
import { sayError } from "@/lib/http/error-text";
import { wordsIn } from "@/lib/i18n/catalogue";
import type { errors } from "@/lib/i18n/ko/errors";
import { applyRecovery } from "@/lib/recovery/apply-recovery";
import { messageIdOf } from "@/lib/recovery/message-id-of";
import { previewRecovery } from "@/lib/recovery/plan-recovery";
import { recoverLogs } from "@/lib/recovery/recover-logs";
import type { PlanDto, RunProgress } from "@/lib/recovery/run-dto";
import type { RecoveryScopeInput } from "@/lib/recovery/schema";
import { undoRecovery } from "@/lib/recovery/undo-recovery";
import { number, openRuntime, refuse, share } from "./terminal";

const USAGE =
  "npm run recover -- [--message <번호> … | --phone <수신번호> | --all] [--execute] [--json]\nnpm run recover -- --undo <복구 번호>";
const { values } = parseArgs({
  options: {
    message: { type: "string", multiple: true },
    phone: { type: "string" },
    all: { type: "boolean", default: false },
    execute: { type: "boolean", default: false },
    undo: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const asked = [values.message !== undefined, values.phone !== undefined, values.all].filter(Boolean).length;
if (values.undo === undefined ? asked > 1 : asked > 0 || values.execute)
  refuse("한 번에 하나만 할 수 있어요.", "One thing at a time.", USAGE);
if (values.undo !== undefined && !/^[1-9]\d{0,14}$/.test(values.undo))
  refuse("--undo 에는 복구 번호를 적어 주세요.", "--undo takes the number of a recovery.", USAGE);

const rt = openRuntime();
const SCRIPT = { kind: "system", job: "script" } as const;
/** One call works this long, then tells how far it is. */
const BUDGET_MS = 2_000;
const stop = new AbortController();
for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => stop.abort());
const isOver = () => stop.signal.aborted;

try {
  if (values.undo !== undefined) await undo(Number(values.undo));
  else await recover(await scope());
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  const key = (error.detail.issues?.[0]?.message ?? error.detail.message ?? error.code) as keyof typeof errors;
  refuse(sayError("ko", key, error.detail.params ?? {}), sayError("en", key, error.detail.params ?? {}), USAGE);
} finally {
  await rt.db.close();
}

async function scope(): Promise<RecoveryScopeInput> {
  if (values.phone !== undefined) return { kind: "phone", phone: values.phone };
  if (values.message === undefined) return { kind: "all" };
  const ids = await Promise.all(values.message.map((given) => messageIdOf(rt.db, given)));
  return { kind: "messages", ids };
}

async function recover(input: RecoveryScopeInput): Promise<void> {
  if (!values.execute) {
    const plan = await previewRecovery(rt, SCRIPT, input);
    return values.json ? console.log(JSON.stringify(plan)) : tellPlan(plan);
  }
  const plan = (await recoverLogs(rt, SCRIPT, { scope: input })) as PlanDto;
  const startMs = performance.now();
  let done: RunProgress | null = null;
  while (!isOver() && (done === null || done.cursor !== null)) {
    const request = { scope: input, planHash: plan.planHash, cursor: done?.cursor ?? null };
    done = await applyRecovery(rt, SCRIPT, request, { budgetMs: BUDGET_MS, isOver });
    const rate = done.applied / Math.max(0.001, (performance.now() - startMs) / 1_000);
    if (!values.json)
      console.log(`  ${number(done.applied)} / ${number(plan.rows)} · 초당 ${number(Math.round(rate))}행`);
  }
  if (done === null) return;
  if (values.json) return console.log(JSON.stringify(done));
  if (done.cursor !== null)
    return console.log("여기서 멈췄어요. 같은 명령으로 이어서 할 수 있어요. (Stopped; the same command goes on.)");
  const { evidence } = done;
  console.log(`메시지 ${number(plan.messages)}건에 ${number(done.applied)}행을 되살렸어요. 복구 번호 ${done.runId}`);
  console.log(`${share(done.before)} → ${share(done.after)}`);
  console.log(
    evidence?.ok
      ? `고객의 이력에서 다시 읽어 확인했어요: ${evidence.samples.length}명, 남은 빈 기록 ${number(evidence.missing)}행`
      : `다시 읽어 보니 계획과 달라요: ${JSON.stringify(evidence)}`,
  );
  console.log(`되돌리기: npm run recover -- --undo ${done.runId}`);
}

function tellPlan(plan: Omit<PlanDto, "runId">): void {
  const why = wordsIn("ko", "reasons");
  console.log(`${share(plan.before)} → ${share(plan.after)}`);
  console.log(
    `메시지 ${number(plan.messages)}건에 ${number(plan.rows)}행 (솔라피 확인 ${number(plan.proven)}, 추정 ${number(plan.inferred)}), 복구 불가 ${number(plan.unrecoverable)}`,
  );
  for (const item of plan.items) {
    const what =
      item.missing > 0
        ? `${number(item.missing)}행을 ${item.rowStatus}: ${why(item.rowReason as never)}`
        : "복구 불가: 번호가 남아 있지 않아요.";
    console.log(`  ${item.messageId}${item.legacyId ? ` (옛 번호 ${item.legacyId})` : ""} ${item.title} · ${what}`);
  }
  if (plan.nextCursor) console.log("  …");
  console.log("아직 아무것도 바꾸지 않았어요. 이대로 하려면 --execute 를 붙여 주세요. (Dry run: nothing was changed.)");
}

async function undo(id: number): Promise<void> {
  let done = await undoRecovery(rt, SCRIPT, { id }, { budgetMs: BUDGET_MS, isOver });
  while (done.cursor !== null && !isOver())
    done = await undoRecovery(rt, SCRIPT, { id }, { budgetMs: BUDGET_MS, isOver });
  if (values.json) return console.log(JSON.stringify(done));
  console.log(`${number(done.undone)}행을 되돌렸어요.`);
  if (done.conflicts > 0)
    console.log(
      `그 뒤에 솔라피나 사람이 확인한 ${number(done.conflicts)}행은 그대로 뒀어요. (Rows that were confirmed since stay.)`,
    );
  if (done.cursor !== null) console.log("여기서 멈췄어요. 같은 명령으로 이어서 할 수 있어요.");
}
