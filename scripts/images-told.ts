import type { SyncRunDto } from "@/lib/image-sync/run-dto";
import { number } from "./terminal";

/** The sums of a scan, as S4 tells them. */
export function tellTotals({ id, totals, top, error }: SyncRunDto): void {
  if (error) console.log(`정리 ${id}: ${error}`);
  if (!totals) return;
  const {
    customers,
    problemCustomers,
    problemPct,
    valid,
    ghost,
    duplicate,
    doubtful,
    orphan,
    thumbnail,
    fresh,
    split,
  } = totals;
  console.log(
    `고객 ${number(customers)}명 가운데 문제 ${number(problemCustomers)}명 (${problemPct ?? 0} %) · 정상 ${number(valid)} · 고스트 ${number(ghost)} · 중복 ${number(duplicate)}`,
  );
  console.log(
    `  고스트만 ${split.ghostOnly}명, 중복만 ${split.duplicateOnly}명, 둘 다 ${split.both}명, 그 밖 ${split.other}명 · 작은 사진 ${number(thumbnail)}, 주인 없는 파일 ${number(orphan)}, 애매한 것 ${number(doubtful)}, 갓 올라온 것 ${number(fresh)}`,
  );
  for (const one of top) console.log(`  ${one.code} ${one.name} · 고스트 ${one.ghost}, 중복 ${one.duplicate}`);
}

/** Where a run stands: its stages, what they do, the hash, and what comes next. */
export function tellRun({ id, state, stages, planHash, ops, undecided, error, waitUntil }: SyncRunDto): void {
  console.log(
    `정리 ${id} · ${state}${error ? ` (${error})` : ""} · ${number(ops.done)} / ${number(ops.planned)}건, 건너뜀 ${number(ops.skipped)}, 실패 ${number(ops.failed)}`,
  );
  for (const { stage, state: at, customers, acts, leftover } of stages)
    console.log(
      `  ${stage}단계 ${at} · 고객 ${number(customers)}명 · 행 지움 ${acts.delete_row}, 행 고침 ${acts.repoint_row}, 없음 표시 ${acts.mark_missing}, 파일 격리 ${acts.set_aside}${leftover === null ? "" : ` · 다시 훑어 남은 것 ${leftover}`}`,
    );
  if (undecided > 0) console.log(`  사람이 정해야 할 것 ${number(undecided)}건은 그대로 둬요.`);
  if (waitUntil) console.log(`  두 번째로 확인하는 때: ${waitUntil}`);
  const open = stages.find((one) => one.state === "open");
  if (planHash && open)
    console.log(`다음: npm run images -- execute --run ${id} --plan ${planHash} --stage ${open.stage}`);
}
