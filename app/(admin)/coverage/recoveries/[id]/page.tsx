import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RunScreen } from "@/components/recovery/run-screen";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { orgTree } from "@/lib/orgs/queries";
import { getRun, listRunMessages, readPlan } from "@/lib/recovery/queries";
import { RunMessagesFilter } from "@/lib/recovery/schema";
import { runtime } from "@/lib/wiring";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("recovery"))("plan") };
}

/** One recovery: its plan to review, its progress, its evidence, its undoing (S0-09…S0-13, S0-27, S0-31). */
export default async function RecoveryPage({ params, searchParams }: Props) {
  const actor = await requireActor();
  const { db } = runtime();
  const { id } = await params;
  const run = /^[1-9]\d{0,14}$/.test(id) ? await getRun(db, actor, Number(id)).catch(noneOrThrow) : null;
  if (!run) notFound();
  const isPlan = run.state === "planned";
  const [t, c, items, plan, orgs, asked] = await Promise.all([
    words("recovery"),
    words("coverage"),
    listRunMessages(db, actor, RunMessagesFilter.parse({ id })),
    isPlan ? readPlan(db, run.runId) : null,
    run.scope.orgId ? orgTree(db, scopeOf(actor)) : [],
    searchParams,
  ]);
  return (
    <Screen
      crumbs={[
        { label: c("title"), href: "/coverage" },
        { label: t("runs.title"), href: "/coverage/recoveries" },
        { label: isPlan ? t("plan") : t("one", { id: run.runId }) },
      ]}
    >
      <Words areas={["recovery", "coverage", "messages", "reasons"]}>
        <RunScreen
          key={run.runId}
          first={run}
          items={items}
          unasked={plan?.unasked ?? 0}
          orgName={orgs.find((org) => org.id === run.scope.orgId)?.name ?? null}
          isRenewed={asked.renewed === "1"}
          mayRun={mayEver(actor, run.scope.kind === "all" ? "coverage.recover_all" : "coverage.recover")}
        />
      </Words>
    </Screen>
  );
}

function noneOrThrow(error: unknown): null {
  if (error instanceof AppError && error.code === "not_found") return null;
  throw error;
}
