"use client";
import { useTranslations } from "use-intl";
import { pctText } from "@/lib/coverage/coverage";
import type { RunDto } from "@/lib/recovery/run-dto";

const keyOf = ({ state, rows }: RunDto) => (state === "planned" && rows === 0 ? "nothing" : state);

export function RunHeadline({ run }: { run: RunDto }) {
  const t = useTranslations("recovery.headline");
  const { messages, rows, applied, undone, before, after } = run;
  return t(keyOf(run), {
    ...{ messages, rows, applied, undone },
    before: pctText(before.pct),
    after: pctText(after.pct),
  });
}

export function RunLede({ run }: { run: RunDto }) {
  const t = useTranslations("recovery.lede");
  return run.state === "undone" && run.conflicts > 0 ? t("conflicts", { count: run.conflicts }) : t(keyOf(run));
}
