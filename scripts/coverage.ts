import { parseArgs } from "node:util";
import type { MessageStatus } from "@/db/enums";
import { scopeOf } from "@/lib/access/scope";
import type { Rate } from "@/lib/coverage/coverage-dto";
import { countGaps } from "@/lib/coverage/gap-queries";
import { proveCounters } from "@/lib/coverage/prove-counters";
import { readCoverage } from "@/lib/coverage/queries";
import { number, openRuntime, share } from "./terminal";

/** `npm run coverage [-- --prove] [--json]`: how much of what was sent is recorded; with --prove every row is counted and counters are put right. */
const { values } = parseArgs({
  options: { prove: { type: "boolean", default: false }, json: { type: "boolean", default: false } },
});
const STATUS: Partial<Record<MessageStatus, string>> = {
  sent: "보냄",
  partial: "일부",
  failed: "실패",
  sending: "멈춤",
};
const rt = openRuntime();
const scope = scopeOf({ kind: "system", job: "script" });
try {
  const proof = values.prove ? await proveCounters(rt.db) : null;
  const now = await rt.clock();
  const coverage = await readCoverage(rt.db, scope, {}, now);
  const gaps = await countGaps(rt.db, scope, undefined, now);
  if (values.json) console.log(JSON.stringify({ ...coverage, gaps, proof }));
  else {
    const { imported } = coverage;
    line("새로 보낸 메시지", coverage.new);
    line("가져온 옛 메시지", imported);
    for (const [status, rate] of Object.entries(imported.byStatus))
      line(`  ${STATUS[status as MessageStatus] ?? status}`, rate);
    line("  보냄 + 일부", imported.sentOrPartial);
    line("시험 발송", coverage.tests.new);
    const { certainty: c } = coverage;
    console.log(
      `관측 ${number(c.observed)} · 공급자 확인 ${number(c.confirmed)} · 추정 ${number(c.inferred)} · 미확인 ${number(c.unknown)} · 되살릴 수 있음 ${number(c.missing)} · 복구 불가 ${number(c.unrecoverable)}`,
    );
    console.log(
      `빈 기록이 있는 메시지: 통째로 ${number(gaps.missing)} · 일부 ${number(gaps.partial)} · 복구 불가 ${number(gaps.unrecoverable)} · 1시간 넘게 발송중 ${number(gaps.stuck)}`,
    );
    if (proof)
      console.log(
        `하나씩 세어 봤어요: 메시지 ${number(proof.messages)}건, 어긋난 값 ${number(proof.drifted.length)}개와 날짜 합계 ${number(proof.rollups)}개를 바로잡음, 새 메시지의 빠진 기록 ${number(proof.shortfall.length)}건`,
      );
  }
  if (coverage.new.missing > 0) process.exitCode = 2;
} finally {
  await rt.db.close();
}

function line(name: string, rate: Rate): void {
  const told = `${name} ${share(rate)} (메시지 ${number(rate.messages)}건, 빈 것 ${number(rate.gaps)}건)`;
  console.log(rate.extra > 0 ? `${told} · 초과 기록 ${number(rate.extra)}` : told);
}
