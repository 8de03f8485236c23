"use client";
import { Building2, Check, Minus } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { ButtonLink } from "@/components/ui/button";
import { StateBlock } from "@/components/ui/states";
import { Card, CardHead } from "@/components/ui/surface";
import { RowLink, Table, Td, Th, Tr } from "@/components/ui/table";
import { layers } from "@/db/enums";
import type { DiagnosisDto, ProbeStanding, TenantProbeDto } from "@/lib/diagnosis/probe-dto";
import { formatWhen } from "@/lib/time/format";
import { ProbeStatus } from "./probe-status";
import { useProbeWords } from "./probe-words";

/** Who pays for texts, and which layer of theirs lets nothing through. */
export function TenantProbes({ known }: { known: DiagnosisDto }) {
  const t = useTranslations("diagnosis");
  const { tenants } = known;
  return (
    <Card id="tenants" className="scroll-mt-16">
      <CardHead title={t("tenants.title")} note={t("tenants.note", { count: tenants.length })} />
      {tenants.length === 0 ? (
        <StateBlock
          icon={<Building2 aria-hidden />}
          title={t("tenants.none")}
          action={<ButtonLink href="/settings/messaging">{t("tenants.noneOpen")}</ButtonLink>}
        >
          {t("tenants.noneWhy")}
        </StateBlock>
      ) : (
        <Table label={t("tenants.title")} className="md:table-fixed">
          <thead>
            <tr>
              <Th className="w-[18%]">{t("tenants.columns.org")}</Th>
              <Th className="w-[16%]">{t("tenants.columns.sender")}</Th>
              {layers.map((layer) => (
                <Th key={layer} className="w-[9%]">
                  {t(`layers.${layer}`)}
                </Th>
              ))}
              <Th className="w-[30%]">{t("tenants.columns.why")}</Th>
            </tr>
          </thead>
          <tbody>
            {tenants.map((tenant) => (
              <Row key={tenant.id} tenant={tenant} now={new Date(known.now)} />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

function Row({ tenant, now }: { tenant: TenantProbeDto; now: Date }) {
  const t = useTranslations("diagnosis");
  const locale = useLocale();
  const { cause } = useProbeWords();
  const said = tenant.cause ? cause(tenant.cause) : null;
  return (
    <Tr off={tenant.state === "off"} className="group-data-cards/table:max-md:grid-cols-2">
      <Td lead full className="truncate">
        <RowLink href={tenant.href}>{tenant.orgName}</RowLink>
      </Td>
      <Td full className="text-ink-2 tabular-nums">
        {tenant.sender ?? t("tenants.noSender")}
      </Td>
      {layers.map((layer) => (
        <Td key={layer} label={t(`layers.${layer}`)}>
          <LayerMark state={tenant.layers[layer]} />
        </Td>
      ))}
      <Td full className="text-ink-2 md:whitespace-normal">
        {said && tenant.since
          ? t("tenants.why", { when: formatWhen(new Date(tenant.since), now, locale), cause: said })
          : (said ?? <span className="max-md:hidden">{t("tenants.fine")}</span>)}
      </Td>
    </Tr>
  );
}

/** In a table of many: only what is bad takes a word of its own in sight. */
function LayerMark({ state }: { state: ProbeStanding }) {
  const t = useTranslations("diagnosis.state");
  if (state === "bad" || state === "partial") return <ProbeStatus state={state} />;
  const Icon = state === "ok" ? Check : Minus;
  return (
    <span className="inline-flex align-middle">
      <Icon className={state === "ok" ? "size-4 text-arrived" : "size-4 text-ink-3"} aria-hidden />
      <span className="sr-only">{t(state)}</span>
    </span>
  );
}
