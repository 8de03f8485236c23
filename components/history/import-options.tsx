"use client";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Segment } from "@/components/ui/segment";
import { Select } from "@/components/ui/select";
import { Card, CardBody } from "@/components/ui/surface";
import type { HistoryKind } from "@/db/enums";

const KINDS = ["auto", "messages", "logs"] as const;
export type ImportOptions = { tenant: string; source: string; kind: HistoryKind | "auto" };

/** As HistoryQuery takes it. */
export const isGoodSource = (source: string): boolean => /^[\w.-]{1,60}$/.test(source);

export const optionsQuery = ({ tenant, source, kind }: ImportOptions, execute: boolean): string =>
  new URLSearchParams({
    execute: execute ? "1" : "0",
    source,
    ...(tenant && { tenant }),
    ...(kind !== "auto" && { kind }),
  }).toString();

type Props = {
  tenants: readonly { code: string; name: string }[];
  options: ImportOptions;
  onChange: (options: ImportOptions) => void;
};

/** Whose the records are, what their ids are unique in, and which of the two tables the file is. */
export function ImportOptionsForm({ tenants, options, onChange }: Props) {
  const t = useTranslations("historyImport");
  const isGood = isGoodSource(options.source);
  return (
    <Card>
      <CardBody className="grid gap-4 md:grid-cols-2">
        <Field label={t("tenant")} help={t("tenantHelp")}>
          {(wires) => (
            <Select
              {...wires}
              value={options.tenant}
              onChange={(event) => onChange({ ...options, tenant: event.target.value })}
            >
              {tenants.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name} ({code})
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t("source")} help={t("sourceHelp")} error={isGood ? undefined : t("sourceBad")}>
          {(wires) => (
            <Input
              {...wires}
              value={options.source}
              maxLength={60}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => onChange({ ...options, source: event.target.value.trim() })}
            />
          )}
        </Field>
        <div className="grid gap-1.5 md:col-span-2">
          <span aria-hidden className="font-medium text-sm">
            {t("kind")}
          </span>
          <Segment
            label={t("kind")}
            className="justify-self-start max-md:justify-self-stretch"
            value={options.kind}
            options={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
            onChange={(kind) => onChange({ ...options, kind })}
          />
        </div>
      </CardBody>
    </Card>
  );
}
