import type { Metadata } from "next";
import { CustomersScreen } from "@/components/customers/customers-screen";
import { filterFrom, queryOf } from "@/components/customers/list-address";
import { QueryProvider } from "@/components/query/provider";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { countCustomers } from "@/lib/customers/count-queries";
import { CustomerListQuery } from "@/lib/customers/filter-schema";
import { listLists } from "@/lib/customers/list-queries";
import { listCustomers } from "@/lib/customers/queries";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { orgChoices } from "@/lib/rooms/org-choices";
import { runtime } from "@/lib/wiring";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("customers"))("title") };
}

export default async function CustomersPage({ searchParams }: Props) {
  const actor = await requireActor();
  const asked = await searchParams;
  const filter = filterFrom({ get: (name) => [asked[name]].flat()[0] ?? null });
  const { db, clock, env } = runtime();
  const scope = scopeOf(actor);
  const now = await clock();
  const query = CustomerListQuery.parse(Object.fromEntries(new URLSearchParams(queryOf(filter))));
  const [t, page, counts, orgs, lists] = await Promise.all([
    words("customers"),
    listCustomers(db, scope, env.LOOKUP_KEY, query),
    countCustomers(db, scope, now),
    orgChoices(db, scope),
    listLists(db, scope),
  ]);
  const choices = {
    orgs: orgs.map(({ id, name, depth }) => ({ value: String(id), label: `${"\u00a0\u00a0".repeat(depth)}${name}` })),
    lists: lists.items.map(({ id, name, size }) => ({ value: String(id), label: name, note: size.toLocaleString() })),
  };
  return (
    <Screen crumbs={[{ label: t("title") }]}>
      <Words areas={["customers", "schedules"]}>
        <QueryProvider>
          <CustomersScreen
            first={{ filter, page }}
            counts={counts}
            choices={choices}
            mayWrite={mayEver(actor, "customer.write")}
            serverNow={now.toISOString()}
          />
        </QueryProvider>
      </Words>
    </Screen>
  );
}
