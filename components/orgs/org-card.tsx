"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { When } from "@/components/auth/when";
import { Badge } from "@/components/ui/badge";
import { Card, CardHead } from "@/components/ui/surface";
import { Tag } from "@/components/ui/tag";
import type { OrgFacts } from "@/lib/orgs/org-facts";
import { lineOf } from "@/lib/orgs/tree";
import { OrgMenu } from "./org-menu";
import { type OrgSight, useOrg } from "./use-org";

type Props = { sight: OrgSight; facts: OrgFacts; updatedAt: string };

/** Which organisation this is, where it stands, and how it is doing. */
export function OrgCard({ sight, facts, updatedAt }: Props) {
  const { node, rights } = useOrg(sight);
  const t = useTranslations("orgs.org");
  const c = useTranslations("common");
  const { org } = node;
  const above = lineOf(node)
    .slice(0, -1)
    .map((one) => one.org.name)
    .join(" › ");
  const figures: [string, ReactNode][] = [
    [t("code"), org.code],
    [
      t("today"),
      facts.finished ? t("todayValue", { total: facts.finished, done: facts.succeeded }) : t("nothingToday"),
    ],
    [t("schedules"), t("schedulesValue", { count: facts.activeSchedules })],
    [t("lastRun"), facts.lastSentAt ? <When key="at" at={facts.lastSentAt} now={sight.now} /> : t("never")],
  ];
  const isOpen = !node.isClosed;
  return (
    <Card aria-labelledby="org">
      <CardHead id="org" title={org.name} note={above}>
        <Tag>{c(`levels.${org.level}`)}</Tag>
        <Badge kind={isOpen ? "arrived" : "skipped"}>{t(`state.${isOpen ? "active" : "inactive"}`)}</Badge>
        <OrgMenu node={node} rights={rights} updatedAt={updatedAt} isOwn={org.id === sight.actor.orgId} />
      </CardHead>
      <dl className="grid grid-cols-4 text-sm max-md:grid-cols-2">
        {figures.map(([label, value], i) => (
          <div
            key={label}
            className={`border-line px-4 py-2.5 ${i % 2 ? "border-s" : "md:[&:nth-child(3)]:border-s"} ${i > 1 ? "max-md:border-t" : ""}`}
          >
            <dt className="text-ink-3 text-xs">{label}</dt>
            <dd className="font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      {node.isClosed && org.status === "active" && (
        <p className="border-line border-t px-4 py-2.5 text-ink-2 text-sm">{t("closedAbove")}</p>
      )}
    </Card>
  );
}
