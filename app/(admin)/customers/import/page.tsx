import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ImportScreen } from "@/components/customers/import-screen";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { orgChoices } from "@/lib/rooms/org-choices";
import { runtime } from "@/lib/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("customers"))("import.title") };
}

export default async function ImportPage() {
  const actor = await requireActor();
  if (!mayEver(actor, "customer.write")) notFound();
  const [t, orgs] = await Promise.all([words("customers"), orgChoices(runtime().db, scopeOf(actor))]);
  return (
    <Screen crumbs={[{ label: t("title"), href: "/customers" }, { label: t("import.title") }]}>
      <Words areas={["customers"]}>
        <ImportScreen orgs={orgs.map(({ id, name, depth }) => ({ id, name, depth }))} orgId={actor.org.id} />
      </Words>
    </Screen>
  );
}
