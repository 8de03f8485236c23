"use client";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useCall } from "@/components/query/use-call";
import { useFailure } from "@/components/query/use-failure";
import { Note } from "@/components/ui/note";
import { PageHeader } from "@/components/ui/page-header";
import type { SaidResult } from "@/lib/diagnosis/find-dto";
import { isWell } from "@/lib/diagnosis/verdict-shape";
import { toLocale } from "@/lib/i18n/locale";
import { formatDateTime } from "@/lib/time/format";
import { type FindForm, findAddressOf, findBodyOf } from "./find-address";
import { FindFields } from "./find-fields";
import { FindList } from "./find-list";

/** Asks, and shows what was found by why. The number stays in its box: no address and no history of the browser keeps it. */
export function FindScreen({ first, found: atFirst }: { first: FindForm; found: SaidResult | null }) {
  const t = useTranslations("findStuck");
  const locale = toLocale(useLocale());
  const failure = useFailure();
  const [form, setForm] = useState(first);
  const [found, setFound] = useState(atFirst);
  const [wrong, setWrong] = useState<ReturnType<typeof failure> | null>(null);
  const ask = useCall((body: object) => api<SaidResult>("/api/diagnosis/find", { method: "POST", body }));
  const find = async () => {
    setWrong(null);
    window.history.replaceState(null, "", findAddressOf(form));
    try {
      setFound(await ask.mutateAsync(findBodyOf(form, new Date())));
    } catch (error) {
      setWrong(failure(error, ["phone", "messageId", "room", "code", "text", "from", "to"]));
    }
  };
  const bad = (found?.groups ?? []).filter((group) => !isWell(group));
  const count = bad.reduce((sum, group) => sum + group.count, 0);
  const when = (at: string) => formatDateTime(new Date(at), locale);
  const headline = !found || found.groups.length === 0 ? "none" : bad.length === 0 ? "calm" : "stuck";
  return (
    <>
      <PageHeader title={t(`headline.${headline}`, { groups: bad.length, count })} lede={t("lede")} />
      <FindFields
        form={form}
        onChange={setForm}
        onFind={() => void find()}
        isBusy={ask.isPending}
        errors={wrong?.fields ?? {}}
      />
      {wrong?.general && (
        <Note family="is-failed" role="alert" className="mb-4" title={t("failed")}>
          {wrong.general}
        </Note>
      )}
      {found && (
        <section aria-label={t("groups")} aria-busy={ask.isPending} className="grid gap-3">
          <p role="status" className="text-ink-2 text-sm tabular-nums">
            {t("looked", { from: when(found.from), to: when(found.to), phones: found.phones, rooms: found.rooms })}
          </p>
          {found.isCut && <Note>{t("cut")}</Note>}
          <FindList groups={found.groups} onDone={() => void find()} />
          {found.untold > 0 && <p className="text-ink-2 text-sm">{t("untold", { count: found.untold })}</p>}
        </section>
      )}
    </>
  );
}
