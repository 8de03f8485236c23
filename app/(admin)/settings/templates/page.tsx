import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { SettingsScreen } from "@/components/settings/settings-screen";
import { TemplatesScreen } from "@/components/templates/templates-screen";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Words } from "@/components/words/words";
import { orgLevels } from "@/db/enums";
import { mayEver } from "@/lib/access/can";
import { requireActor } from "@/lib/http/require-actor";
import { josa } from "@/lib/i18n/josa";
import { words } from "@/lib/i18n/words";
import { listTemplates } from "@/lib/schedules/template-queries";
import { runtime } from "@/lib/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("templates"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function TemplatesPage({ searchParams }: Props) {
  const actor = await requireActor();
  const { db, clock } = runtime();
  const [asked, t, c, now, { items }] = await Promise.all([
    searchParams,
    words("templates"),
    words("common"),
    clock(),
    listTemplates(db, actor, { kind: "room" }),
  ]);
  const own = items.filter((one) => one.isOwn).length;
  const above = items.length - own;
  const origins = [...new Map(items.filter((one) => !one.isOwn).map((one) => [String(one.org.id), one.org]))].sort(
    ([, a], [, b]) => orgLevels.indexOf(b.level) - orgLevels.indexOf(a.level),
  );
  const wanted = [asked.from].flat()[0];
  const from = wanted === "own" || origins.some(([id]) => id === wanted) ? wanted : undefined;
  const isFrom = (one: (typeof items)[number]) =>
    from === undefined || (from === "own" ? one.isOwn : String(one.org.id) === from);
  const tabs = [
    { href: "/settings/templates", label: t("tabs.all"), count: items.length, current: from === undefined },
    { href: "/settings/templates?from=own", label: t("tabs.own"), count: own, current: from === "own" },
    ...origins.map(([id, org]) => ({
      href: `/settings/templates?from=${id}`,
      label: t("tabs.level", { level: c(`levels.${org.level}`) }),
      count: items.filter((one) => String(one.org.id) === id).length,
      current: from === id,
    })),
  ];
  const mayWrite = mayEver(actor, "template.write");
  const state = items.length === 0 ? "none" : above === 0 ? "own" : own === 0 ? "above" : "both";
  return (
    <Words areas={["templates", "errors"]}>
      <SettingsScreen
        here="templates"
        head={
          <PageHeader
            title={t("headline", { count: items.length })}
            lede={josa(t(`lede.${state}`, { org: actor.org.name, own, above }))}
            actions={
              mayWrite && (
                <ButtonLink variant="primary" href="/settings/templates?add=template">
                  <Plus aria-hidden />
                  {t("add")}
                </ButtonLink>
              )
            }
          />
        }
      >
        <TemplatesScreen
          templates={items.filter(isFrom)}
          tabs={tabs}
          isOwnTab={from === "own" && items.length > 0}
          opened={Number([asked.template].flat()[0]) || null}
          orgName={actor.org.name}
          mayWrite={mayWrite}
          now={now.toISOString()}
        />
      </SettingsScreen>
    </Words>
  );
}
