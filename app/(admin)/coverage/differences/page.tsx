import type { Metadata } from "next";
import { differenceQueryOf, differencesFrom } from "@/components/reconcile/difference-address";
import { DifferencesScreen } from "@/components/reconcile/differences-screen";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { listDifferences, reconcileStanding } from "@/lib/reconcile/queries";
import { DifferenceFilter } from "@/lib/reconcile/schema";
import { runtime } from "@/lib/wiring";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("differences"))("title") };
}

/** Where Solapi's word and our ledger part (S0-16, S0-20). */
export default async function DifferencesPage({ searchParams }: Props) {
  const actor = await requireActor();
  const { db, clock } = runtime();
  const scope = scopeOf(actor);
  const params = await searchParams;
  const address = differencesFrom({ get: (name) => [params[name]].flat()[0] ?? null });
  const filter = DifferenceFilter.parse(Object.fromEntries(new URLSearchParams(differenceQueryOf(address))));
  const [t, c, page, standing, now] = await Promise.all([
    words("differences"),
    words("coverage"),
    listDifferences(db, scope, filter),
    reconcileStanding(db, scope),
    clock(),
  ]);
  return (
    <Screen crumbs={[{ label: c("title"), href: "/coverage" }, { label: t("title") }]}>
      <Words areas={["differences", "coverage", "messages", "schedules"]}>
        <DifferencesScreen
          address={address}
          first={page}
          standing={standing}
          may={{
            decide: mayEver(actor, "coverage.recover"),
            compare: mayEver(actor, "coverage.recover_all"),
            import: mayEver(actor, "history.import"),
          }}
          serverNow={now.toISOString()}
        />
      </Words>
    </Screen>
  );
}
