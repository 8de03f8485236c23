import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SettingsScreen } from "@/components/settings/settings-screen";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { AddTenant } from "@/components/tenants/add-tenant";
import { TenantsTable } from "@/components/tenants/tenants-table";
import { PageHeader } from "@/components/ui/page-header";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { orgTree } from "@/lib/orgs/queries";
import { knownTenants, tenantViewOf } from "@/lib/tenants/queries";
import { blocksOf } from "@/lib/tenants/standing";
import { runtime } from "@/lib/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("tenants"))("title") };
}

export default async function MessagingPage() {
  const actor = await requireActor();
  const { db, clock } = runtime();
  const [t, now, view] = await Promise.all([words("tenants"), clock(), tenantViewOf(db, actor)]);
  const tenants = await knownTenants(db, view, now);
  const mayAdd = mayEver(actor, "credit.write");
  const [only] = tenants;
  // One is no list.
  if (only && tenants.length === 1 && !mayAdd) redirect(`/settings/messaging/${only.id}`);
  const orgs = mayAdd ? await orgTree(db, scopeOf(actor)) : [];
  const paying = new Set(tenants.map(({ orgId }) => orgId));
  const payers = orgs.filter(({ id }) => !paying.has(id)).map(({ id, name, code }) => ({ id, name, code }));
  const total = tenants.length;
  const fine = tenants.filter((tenant) => blocksOf(tenant).length === 0).length;
  const title = total === 0 ? "headlineNone" : fine === total ? "headlineFine" : "headlineSome";
  return (
    <Words areas={["tenants", "errors"]}>
      <SettingsScreen
        here="prices"
        head={
          <PageHeader
            title={t(`list.${title}`, { total, fine })}
            lede={t(total === 0 ? "list.ledeNone" : "list.lede")}
            actions={mayAdd && <AddTenant payers={payers} />}
          />
        }
      >
        <LiveRefresh everySeconds={20} />
        <TenantsTable tenants={tenants} mayAdd={mayAdd} />
      </SettingsScreen>
    </Words>
  );
}
