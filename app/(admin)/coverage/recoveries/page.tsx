import type { Metadata } from "next";
import { RunsScreen } from "@/components/recovery/runs-screen";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { orgTree } from "@/lib/orgs/queries";
import { listRuns } from "@/lib/recovery/queries";
import { RunFilter } from "@/lib/recovery/schema";
import { runtime } from "@/lib/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("recovery"))("runs.title") };
}

/** What was put back, when, by whom, and how it stood before and after (S0-12, S0-13). */
export default async function RecoveriesPage() {
  const actor = await requireActor();
  const { db } = runtime();
  const [t, c, runs, orgs] = await Promise.all([
    words("recovery"),
    words("coverage"),
    listRuns(db, actor, RunFilter.parse({})),
    orgTree(db, scopeOf(actor)),
  ]);
  return (
    <Screen crumbs={[{ label: c("title"), href: "/coverage" }, { label: t("runs.title") }]}>
      <Words areas={["recovery", "coverage", "messages"]}>
        <RunsScreen
          first={runs}
          orgNames={Object.fromEntries(orgs.map(({ id, name }) => [id, name]))}
          mayImport={mayEver(actor, "history.import")}
        />
      </Words>
    </Screen>
  );
}
