import type { Metadata } from "next";
import { ListsScreen } from "@/components/customers/lists-screen";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { listLists } from "@/lib/customers/list-queries";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { runtime } from "@/lib/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("customers"))("lists.title") };
}

export default async function ListsPage() {
  const actor = await requireActor();
  const [t, lists] = await Promise.all([words("customers"), listLists(runtime().db, scopeOf(actor))]);
  return (
    <Screen crumbs={[{ label: t("title"), href: "/customers" }, { label: t("lists.title") }]}>
      <Words areas={["customers"]}>
        <ListsScreen lists={lists.items} mayWrite={mayEver(actor, "customer.write")} />
      </Words>
    </Screen>
  );
}
