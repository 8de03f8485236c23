import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { HistoryImportScreen } from "@/components/history/history-import-screen";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { listImports } from "@/lib/history/queries";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { tenantsWithin } from "@/lib/tenants/tenant-of";
import { runtime } from "@/lib/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("historyImport"))("title") };
}

/** Records of an old system, brought in by headquarters (issue 5). */
export default async function HistoryImportPage() {
  const actor = await requireActor();
  if (!mayEver(actor, "history.import")) notFound();
  const { db } = runtime();
  const [t, c, tenants, files] = await Promise.all([
    words("historyImport"),
    words("coverage"),
    tenantsWithin(db, actor),
    listImports(db, actor),
  ]);
  return (
    <Screen crumbs={[{ label: c("title"), href: "/coverage" }, { label: t("title") }]}>
      <Words areas={["historyImport", "history", "coverage"]}>
        <HistoryImportScreen tenants={tenants.map(({ code, orgName }) => ({ code, name: orgName }))} files={files} />
      </Words>
    </Screen>
  );
}
