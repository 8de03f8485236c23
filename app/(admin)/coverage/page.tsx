import type { Metadata } from "next";
import { coverageFrom, figuresQueryOf, gapsQueryOf } from "@/components/coverage/coverage-address";
import { CoverageScreen } from "@/components/coverage/coverage-screen";
import { QueryProvider } from "@/components/query/provider";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { countGaps, listGaps } from "@/lib/coverage/gap-queries";
import { readCoverage, readTrend } from "@/lib/coverage/queries";
import { CoverageFilter, GapFilter, TrendFilter } from "@/lib/coverage/schema";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { orgTree } from "@/lib/orgs/queries";
import { formatTime } from "@/lib/time/format";
import { runtime } from "@/lib/wiring";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("coverage"))("title") };
}

const asked = (query: string) => Object.fromEntries(new URLSearchParams(query));

/** What is recorded of what was sent, and what isn't (S0-02, S0-03, S0-22…S0-24). */
export default async function CoveragePage({ searchParams }: Props) {
  const actor = await requireActor();
  const { db, clock, env } = runtime();
  const scope = scopeOf(actor);
  const params = await searchParams;
  const [t, now, orgs] = await Promise.all([words("coverage"), clock(), orgTree(db, scope)]);
  const named = coverageFrom({ get: (name) => [params[name]].flat()[0] ?? null });
  // An organisation of others counts as none, here as in every address.
  const filter = orgs.some(({ id }) => id === named.orgId) ? named : { ...named, orgId: null };
  const orgId = filter.orgId ?? undefined;
  const [figures, counts, gaps, trend] = await Promise.all([
    readCoverage(db, scope, CoverageFilter.parse(asked(figuresQueryOf(filter, now))), now),
    countGaps(db, scope, orgId, now),
    listGaps(db, scope, env.LOOKUP_KEY, GapFilter.parse(asked(gapsQueryOf(filter, now))), now),
    readTrend(db, scope, TrendFilter.parse(orgId === undefined ? {} : { orgId: String(orgId) }), now),
  ]);
  return (
    <Screen crumbs={[{ label: t("title") }]} live={t("live", { time: formatTime(now) })}>
      <Words areas={["coverage", "differences", "messages", "schedules"]}>
        <QueryProvider>
          <CoverageScreen
            first={{ filter, figures: { ...figures, gaps: counts }, gaps, trend }}
            orgs={orgs.map(({ id, name, parentId }) => ({ id, name, parentId, count: 0 }))}
            may={{
              recover: mayEver(actor, "coverage.recover"),
              all: mayEver(actor, "coverage.recover_all"),
              import: mayEver(actor, "history.import"),
            }}
            serverNow={now.toISOString()}
          />
        </QueryProvider>
      </Words>
    </Screen>
  );
}
