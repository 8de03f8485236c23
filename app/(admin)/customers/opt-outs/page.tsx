import { CircleSlash } from "lucide-react";
import type { Metadata } from "next";
import { CustomersTabs } from "@/components/customers/customers-tabs";
import { OptOutsScreen } from "@/components/customers/opt-outs-screen";
import { QueryProvider } from "@/components/query/provider";
import { Screen } from "@/components/shell/screen";
import { StateBlock } from "@/components/ui/states";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { listOptOuts } from "@/lib/customers/opt-out-queries";
import { OptOutQuery } from "@/lib/customers/opt-out-schema";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { tenantsWithin } from "@/lib/tenants/tenant-of";
import { runtime } from "@/lib/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("customers"))("optOuts.title") };
}

type Props = { searchParams: Promise<{ tenantId?: string | string[] }> };

export default async function OptOutsPage({ searchParams }: Props) {
  const actor = await requireActor();
  const { db, env } = runtime();
  const [t, tenants] = await Promise.all([words("customers"), tenantsWithin(db, actor)]);
  const asked = [(await searchParams).tenantId].flat()[0];
  // Nobody's or nothing's id shows what is shown without one.
  const tenant = tenants.find(({ id }) => String(id) === asked) ?? tenants[0];
  const query = OptOutQuery.parse(tenant ? { tenantId: String(tenant.id) } : {});
  const first = tenant ? await listOptOuts(db, actor, env.LOOKUP_KEY, query) : null;
  return (
    <Screen crumbs={[{ label: t("title"), href: "/customers" }, { label: t("optOuts.title") }]}>
      <Words areas={["customers"]}>
        {first ? (
          <QueryProvider>
            <OptOutsScreen
              first={first}
              tenants={tenants.map(({ id, orgName }) => ({ id, name: orgName }))}
              mayWrite={mayEver(actor, "customer.write")}
            />
          </QueryProvider>
        ) : (
          <>
            <CustomersTabs here="optOuts" />
            <StateBlock icon={<CircleSlash aria-hidden />} title={t("optOuts.noTenant")} heading="h1">
              {t("optOuts.noTenantWhy")}
            </StateBlock>
          </>
        )}
      </Words>
    </Screen>
  );
}
