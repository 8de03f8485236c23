"use client";
import { ChevronLeft } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { IconButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { RadioGroup } from "@/components/ui/radio-group";
import { useToast } from "@/components/ui/toast";
import { inboxOutcomes, inboxReaches } from "@/db/enums";
import type { InboxSettings } from "@/lib/inbox/settings";

type Props = { settings: InboxSettings; onSaved: (settings: InboxSettings) => void; onBack: () => void };

/** What one wants to be told of; every change is kept at once. */
export function InboxChoices({ settings, onSaved, onBack }: Props) {
  const t = useTranslations("inbox");
  const toast = useToast();
  const sayError = useSayError();
  const [wish, setWish] = useState<InboxSettings | null>(null);
  const shown = wish ?? settings;
  async function change(part: Partial<InboxSettings>) {
    const body = { ...shown, ...part };
    setWish(body);
    try {
      onSaved(await api<InboxSettings>("/api/inbox/settings", { method: "PUT", body }));
    } catch (error) {
      toast({ text: sayError(error), tone: "failed" });
    } finally {
      // A later wish shows until it is answered itself.
      setWish((last) => (last === body ? null : last));
    }
  }
  return (
    <div className="grid">
      <div className="flex items-center gap-1 border-line border-b py-1.5 ps-1.5 pe-4">
        <IconButton label={t("back")} onClick={onBack}>
          <ChevronLeft aria-hidden />
        </IconButton>
        <h2 className="grow font-semibold">{t("settings")}</h2>
      </div>
      <div className="grid gap-5 p-4">
        <div className="grid gap-2">
          <p className="font-semibold text-sm">{t("reachTitle")}</p>
          <RadioGroup
            label={t("reachTitle")}
            value={shown.reach}
            options={inboxReaches.map((value) => ({ value, label: t(`reach.${value}`) }))}
            onChange={(reach) => void change({ reach })}
          />
        </div>
        <fieldset className="grid gap-3">
          <legend className="mb-2 font-semibold text-sm">{t("outcomesTitle")}</legend>
          {inboxOutcomes.map((outcome) => (
            <Checkbox
              key={outcome}
              checked={shown.outcomes.includes(outcome)}
              onChange={(event) =>
                void change({
                  outcomes: inboxOutcomes.filter((one) =>
                    one === outcome ? event.currentTarget.checked : shown.outcomes.includes(one),
                  ),
                })
              }
              label={
                <>
                  {t(`outcomes.${outcome}`)}
                  <small className="block text-ink-3">{t(`outcomeNotes.${outcome}`)}</small>
                </>
              }
            />
          ))}
        </fieldset>
      </div>
    </div>
  );
}
