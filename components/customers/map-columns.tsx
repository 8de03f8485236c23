"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Note } from "@/components/ui/note";
import { Select } from "@/components/ui/select";
import { Card, CardBody, CardHead } from "@/components/ui/surface";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { type ImportField, importFields } from "@/lib/customers/import-columns";
import type { ReadColumns } from "@/lib/customers/read-columns";
import { letterOf, type Mapping, mappingProblems } from "./file-columns";

type Props = {
  read: ReadColumns;
  /** What was chosen before; what the file itself suggests where nothing was. */
  chosen: Mapping | null;
  onUse: (mapping: Mapping) => void;
  onCancel: () => void;
};

/** Says of every column of a file what it holds, where its titles don't, or say it wrongly. */
export function MapColumns({ read, chosen, onUse, onCancel }: Props) {
  const t = useTranslations("customers.import.map");
  const f = useTranslations("customers.fields");
  const [fields, setFields] = useState<readonly (ImportField | null)[]>(
    () => chosen?.fields ?? read.columns.map(({ field }) => field),
  );
  const [hasHead, setHead] = useState(chosen?.hasHead ?? read.hasHead);
  const { missing, twice } = mappingProblems(fields);
  const names = (list: readonly ImportField[]) => list.map((field) => f(field)).join(", ");
  const problem =
    missing.length > 0
      ? t("missing", { columns: names(missing) })
      : twice.length > 0
        ? t("twice", { columns: names(twice) })
        : undefined;
  const choose = (at: number, value: string) =>
    setFields((all) => all.map((field, i) => (i === at ? (importFields.find((one) => one === value) ?? null) : field)));
  return (
    <Card className="overflow-hidden">
      <CardHead title={t("title")} />
      <p className="px-4 pt-3 text-ink-2 text-sm">{t("note")}</p>
      <Table label={t("title")}>
        <thead>
          <tr>
            <Th>{t("column")}</Th>
            <Th>{t("samples")}</Th>
            <Th>{t("means")}</Th>
          </tr>
        </thead>
        <tbody>
          {read.columns.map(({ title, samples }, i) => {
            const letter = letterOf(i);
            const name = (hasHead && title) || t("nameless", { letter });
            const shown = (hasHead ? samples : [title, ...samples]).filter((sample) => sample !== "");
            return (
              <Tr key={letter}>
                <Td lead className="max-w-48 font-medium md:truncate">
                  <span className="me-2 font-normal text-ink-3 text-xs">{letter}</span>
                  {name}
                </Td>
                <Td full className="max-w-72 truncate text-ink-2 tabular-nums max-md:whitespace-normal">
                  {shown.join(" · ") || "–"}
                </Td>
                <Td full className="md:w-56 max-md:pt-1.5">
                  <Select
                    aria-label={t("meansOf", { column: name })}
                    value={fields[i] ?? ""}
                    onChange={(event) => choose(i, event.target.value)}
                  >
                    <option value="">{t("ignored")}</option>
                    {importFields.map((field) => (
                      <option key={field} value={field}>
                        {f(field)}
                      </option>
                    ))}
                  </Select>
                </Td>
              </Tr>
            );
          })}
        </tbody>
      </Table>
      <CardBody className="grid gap-4 border-line border-t">
        <Checkbox
          label={t("head")}
          checked={hasHead}
          onChange={(event) => setHead(event.target.checked)}
          className="justify-self-start"
        />
        {problem && (
          <Note family="is-unknown" role="status">
            {problem}
          </Note>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="ghost" onClick={onCancel}>
            {t("cancel")}
          </Button>
          <Button variant="primary" disabled={problem !== undefined} onClick={() => onUse({ fields, hasHead })}>
            {t("use")}
          </Button>
        </div>
      </CardBody>
    </Card>
  );
}
