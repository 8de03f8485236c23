import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { SettingsScreen } from "@/components/settings/settings-screen";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { BlockNotes } from "@/components/tenants/block-notes";
import { ChargeButton } from "@/components/tenants/charge-button";
import { CreditTiles } from "@/components/tenants/credit-tiles";
import { tenantTabs } from "@/components/tenants/tenant-tabs";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { Tag } from "@/components/ui/tag";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { requireActor } from "@/lib/http/require-actor";
import { josa } from "@/lib/i18n/josa";
import { words } from "@/lib/i18n/words";
import { findTenant, tenantViewOf } from "@/lib/tenants/queries";
import { blocksOf, textsLeft } from "@/lib/tenants/standing";
import { ledgerViews } from "@/lib/tenants/views";
import { runtime } from "@/lib/wiring";
import { TenantPart } from "./tenant-part";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("tenants"))("title") };
}

export default async function TenantPage({ params, searchParams }: Props) {
  const actor = await requireActor();
  const { db, clock } = runtime();
  const [{ id }, asked, t, c, now, view] = await Promise.all([
    params,
    searchParams,
    words("tenants"),
    words("common"),
    clock(),
    tenantViewOf(db, actor),
  ]);
  const tenant = /^[1-9]\d{0,14}$/.test(id) ? await findTenant(db, view, Number(id), now) : null;
  if (!tenant) notFound();
  const one = (name: string) => [asked[name]].flat()[0];
  const tab = tenantTabs.find((key) => key === one("tab")) ?? "credit";
  const ledgerView = ledgerViews.find((key) => key === one("view")) ?? "all";
  const { orgName: org } = tenant;
  const left = textsLeft(tenant);
  const title =
    blocksOf(tenant).length > 0
      ? t("head.blocked", { org })
      : left === null
        ? t("head.free", { org })
        : t("head.left", { org, count: left.toLocaleString("en") });
  const may = {
    charge: mayEver(actor, "credit.write"),
    write: tenant.isOwn && mayEver(actor, "tenant.write"),
  };
  const href = (key: string) => `/settings/messaging/${tenant.id}${key === "credit" ? "" : `?tab=${key}`}`;
  return (
    <Words areas={["tenants", "errors"]}>
      <SettingsScreen
        here="prices"
        head={
          <PageHeader
            above={
              <>
                {may.charge && (
                  <Link href="/settings/messaging" className="link text-sm">
                    {t("head.back")}
                  </Link>
                )}
                <Tag>{c(`levels.${tenant.orgLevel}`)}</Tag>
                <Tag>{t("head.code", { code: tenant.code })}</Tag>
              </>
            }
            title={josa(title)}
            lede={josa(t(tenant.isOwn ? "head.own" : "head.above", { org }))}
            actions={<ChargeButton tenant={tenant} mayCharge={may.charge} />}
          />
        }
      >
        <LiveRefresh everySeconds={20} />
        <BlockNotes tenant={tenant} mayWrite={may.write} now={now} />
        <CreditTiles tenant={tenant} />
        <Tabs
          label={t("tabs.label")}
          tabs={tenantTabs.map((key) => ({ href: href(key), label: t(`tabs.${key}`), current: key === tab }))}
        />
        <TenantPart tab={tab} tenant={tenant} actor={actor} view={view} ledgerView={ledgerView} may={may} now={now} />
      </SettingsScreen>
    </Words>
  );
}
