"use client";
import { ClipboardPaste, FileUp, Users, X } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Block } from "@/components/compose/block";
import { Button } from "@/components/ui/button";
import { Chip, Chips } from "@/components/ui/chip";
import { partOf, usePart } from "@/components/ui/load-part";
import { StateBlock } from "@/components/ui/states";
import type { Preview } from "./compose-types";
import { DownloadResults } from "./download-results";
import { type Draft, hasRecipients } from "./draft";
import { RecipientTable } from "./recipient-table";
import { ResultChips, type ResultFilter } from "./result-chips";
import { resultRows } from "./result-rows";

type Props = {
  draft: Draft;
  change: (to: Partial<Draft>) => void;
  preview: Preview | null;
  locked: boolean;
};

const pasteSheet = partOf(() => import("./paste-sheet").then((module) => module.PasteSheet));
const fileSheet = partOf(() => import("./file-sheet").then((module) => module.FileSheet));
const peopleSheet = partOf(() => import("./people-sheet").then((module) => module.PeopleSheet));

type Source = "paste" | "file" | "people";

/** Who gets it: pasted, from a file, from the customers or a saved list; and what becomes of every one of them. */
export function RecipientsSection({ draft, change, preview, locked }: Props) {
  const t = useTranslations("messageCompose.recipients");
  const [source, setSource] = useState<Source | null>(null);
  const [wanted, setWanted] = useState<ReadonlySet<Source>>(new Set());
  const [filter, setFilter] = useState<ResultFilter>("all");
  const PasteSheet = usePart(pasteSheet, wanted.has("paste"));
  const FileSheet = usePart(fileSheet, wanted.has("file"));
  const PeopleSheet = usePart(peopleSheet, wanted.has("people"));
  const open = (next: Source) => {
    setWanted((all) => new Set([...all, next]));
    setSource(next);
  };
  const close = () => setSource(null);
  const results = resultRows(draft, preview);
  const sources = [
    { key: "paste", icon: <ClipboardPaste aria-hidden /> },
    { key: "file", icon: <FileUp aria-hidden /> },
    { key: "people", icon: <Users aria-hidden /> },
  ] as const;
  const buttons = sources.map(({ key, icon }) => (
    <Button key={key} size="sm" disabled={locked} onClick={() => open(key)}>
      {icon}
      {t(key)}
    </Button>
  ));
  const removeRow = (index: number) => change({ rows: draft.rows.filter((_, i) => i !== index) });

  return (
    <Block id="step-recipients" title={t("heading")}>
      {hasRecipients(draft) ? (
        <>
          <div className="flex flex-wrap items-center justify-between gap-2.5">
            <ResultChips results={results} preview={preview} value={filter} onChange={setFilter} />
            <div className="flex flex-wrap gap-1.5">{buttons}</div>
          </div>
          <Picked draft={draft} change={change} locked={locked} />
          <RecipientTable rows={results} filter={filter} onRemove={locked ? null : removeRow} />
          <div className="flex flex-wrap items-center justify-between gap-2">
            <p className="text-ink-3 text-xs">{t("masked")}</p>
            {results.length > 0 && preview && <DownloadResults rows={results} />}
          </div>
        </>
      ) : (
        <StateBlock icon={<Users aria-hidden />} title={t("emptyTitle")} className="max-w-md py-8">
          {t("emptyText")}
          <span className="mt-3 flex flex-wrap justify-center gap-1.5">{buttons}</span>
        </StateBlock>
      )}
      {PasteSheet && (
        <PasteSheet
          open={source === "paste"}
          onClose={close}
          onAdd={(rows) => change({ rows: [...draft.rows, ...rows] })}
        />
      )}
      {FileSheet && (
        <FileSheet
          open={source === "file"}
          onClose={close}
          onAdd={(rows) => change({ rows: [...draft.rows, ...rows] })}
        />
      )}
      {PeopleSheet && <PeopleSheet open={source === "people"} onClose={close} draft={draft} change={change} />}
    </Block>
  );
}

/** Lists and people that were chosen, each to be taken away again. */
function Picked({ draft, change, locked }: Pick<Props, "draft" | "change" | "locked">) {
  const t = useTranslations("messageCompose.recipients");
  const { rows, lists, customers } = draft;
  if (lists.length + customers.length === 0) return null;
  return (
    <Chips label={t("picked")}>
      {rows.length > 0 && (
        <Chip end="remove" value={rows.length.toLocaleString()} disabled={locked} onClick={() => change({ rows: [] })}>
          {t("typed")}
        </Chip>
      )}
      {lists.map((list) => (
        <Chip
          key={list.id}
          end="remove"
          value={list.size.toLocaleString()}
          disabled={locked}
          onClick={() => change({ lists: lists.filter((one) => one.id !== list.id) })}
        >
          {list.name}
        </Chip>
      ))}
      {customers.length > 0 && (
        <Chip
          icon={<X className="hidden" aria-hidden />}
          end="remove"
          value={customers.length.toLocaleString()}
          disabled={locked}
          onClick={() => change({ customers: [] })}
        >
          {t("people")}
        </Chip>
      )}
    </Chips>
  );
}
