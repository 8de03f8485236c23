"use client";
import { CircleX } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError, api } from "@/components/query/api-client";
import { useFailure } from "@/components/query/use-failure";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import { Card, CardBody, CardFoot, CardHead } from "@/components/ui/surface";
import { type PhoneChannel, phoneChannels } from "@/db/enums";
import { moneyOf, wonText } from "@/lib/tenants/money";
import type { TenantDto } from "@/lib/tenants/queries";
import { useTenantCall } from "./use-tenant-call";

type Texts = Record<PhoneChannel, string>;
const textsOf = (prices: TenantDto["prices"]): Texts =>
  Object.fromEntries(
    phoneChannels.map((channel) => [channel, prices[channel] === null ? "" : wonText(moneyOf(prices[channel]))]),
  ) as Texts;

/** What one message costs by each way; nothing is not the same as free. */
export function PricesCard({ tenant, maySet }: { tenant: TenantDto; maySet: boolean }) {
  const t = useTranslations("tenants.prices");
  const w = useTranslations("tenants");
  const c = useTranslations("common");
  const failure = useFailure();
  const [stored, setStored] = useState(tenant);
  const [texts, setTexts] = useState(textsOf(tenant.prices));
  const [refused, setRefused] = useState<ReturnType<typeof failure>>({ fields: {}, general: null });
  const isDirty = JSON.stringify(texts) !== JSON.stringify(textsOf(stored.prices));
  useEffect(() => {
    // What somebody typed stays; the save will say where it met another's change.
    if (isDirty || tenant.version === stored.version) return;
    setStored(tenant);
    setTexts(textsOf(tenant.prices));
  }, [tenant, stored, isDirty]);
  const save = useTenantCall(
    (prices: Record<string, string | null>) =>
      api<TenantDto>(`/api/tenants/${tenant.id}`, { method: "PUT", body: { prices, version: stored.version } }),
    () => t("saved"),
  );
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    try {
      const prices = phoneChannels.map((one) => [one, texts[one].replaceAll(",", "").trim() || null] as const);
      const saved = await save.mutateAsync(Object.fromEntries(prices));
      setStored(saved);
      setTexts(textsOf(saved.prices));
      setRefused({ fields: {}, general: null });
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) {
        const current = error.current as TenantDto;
        setStored(current);
        setRefused({ fields: {}, general: w("sending.conflict") });
      } else setRefused(fieldsOf(error, failure(error)));
    }
  }
  return (
    <Card aria-labelledby="prices">
      <CardHead id="prices" title={t("heading")} note={t("note")} />
      <form noValidate onSubmit={(event) => void submit(event)}>
        <CardBody className="grid gap-4">
          {refused.general && <Note role="alert" family="is-failed" icon={<CircleX />} title={refused.general} />}
          <div className="grid grid-cols-4 gap-4 max-md:grid-cols-2">
            {phoneChannels.map((channel) => (
              <Field key={channel} label={t(channel)} error={refused.fields[channel]}>
                {(wires) => (
                  <Input
                    {...wires}
                    value={texts[channel]}
                    disabled={!maySet}
                    inputMode="decimal"
                    autoComplete="off"
                    placeholder={t("empty")}
                    unit={w("won", { amount: "" })}
                    onChange={(event) => setTexts({ ...texts, [channel]: event.target.value })}
                  />
                )}
              </Field>
            ))}
          </div>
          <p className="text-ink-3 text-xs">{t("help")}</p>
        </CardBody>
        <CardFoot className="flex justify-end">
          <Button
            type="submit"
            busy={save.isPending}
            {...(!maySet ? { reason: t("hqOnly") } : !isDirty && { reason: w("sending.unchanged") })}
          >
            {c("save")}
          </Button>
        </CardFoot>
      </form>
    </Card>
  );
}

/** A price's error stands at `prices.<channel>`. */
function fieldsOf(error: unknown, answer: ReturnType<ReturnType<typeof useFailure>>) {
  if (!(error instanceof ApiError)) return answer;
  const fields = Object.fromEntries(
    error.issues.filter(({ path }) => path[0] === "prices").map(({ path, message }) => [String(path[1]), message]),
  );
  return Object.keys(fields).length > 0 ? { fields, general: null } : answer;
}
