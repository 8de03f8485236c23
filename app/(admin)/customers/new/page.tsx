import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NewCustomer } from "@/components/customers/new-customer";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { orgChoices } from "@/lib/rooms/org-choices";
import { kstDate } from "@/lib/time/kst";
import { runtime } from "@/lib/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("customers"))("form.newTitle") };
}

export default async function NewCustomerPage() {
  const actor = await requireActor();
  if (!mayEver(actor, "customer.write")) notFound();
  const { db, clock } = runtime();
  const [t, orgs, now] = await Promise.all([words("customers"), orgChoices(db, scopeOf(actor)), clock()]);
  return (
    <Screen crumbs={[{ label: t("title"), href: "/customers" }, { label: t("form.newTitle") }]}>
      <Words areas={["customers", "errors"]}>
        <NewCustomer
          orgs={orgs.map(({ id, name, depth }) => ({ id, name, depth }))}
          orgId={actor.org.id}
          today={kstDate(now)}
        />
      </Words>
    </Screen>
  );
}
