"use client";
import { useTranslations } from "use-intl";
import { Block } from "@/components/compose/block";
import { DatePicker } from "@/components/ui/date-picker";
import { Field, FieldGroup } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { Segment } from "@/components/ui/segment";
import { Select } from "@/components/ui/select";
import { TimePicker } from "@/components/ui/time-picker";
import { messagePurposes } from "@/db/enums";
import { hyphenate } from "@/lib/transports/phone-number";
import type { TenantChoice } from "./compose-types";
import { composeKinds, type Draft } from "./draft";

type Props = {
  draft: Draft;
  change: (to: Partial<Draft>) => void;
  tenants: readonly TenantChoice[];
  tenant: TenantChoice;
  /** Today and the next round time, by the server's clock. */
  today: string;
  soon: { date: string; time: string };
  locked: boolean;
};

/** What kind of message, from which number, when, and whether the law calls it an advertisement. */
export function WhatSection({ draft, change, tenants, tenant, today, soon, locked }: Props) {
  const t = useTranslations("messageCompose");
  return (
    <Block
      id="step-what"
      title={t("what.heading")}
      end={
        <Segment
          label={t("what.kind")}
          value={draft.kind}
          options={composeKinds.map((value) => ({ value, label: t(`what.${value}`) }))}
          onChange={(kind) => change({ kind })}
          disabled={locked}
        />
      }
    >
      <div className="grid grid-cols-2 items-start gap-4 max-md:grid-cols-1">
        {tenants.length > 1 && (
          <Field label={t("what.tenant")} help={t("what.tenantHelp")} className="col-span-full">
            {(wires) => (
              <Select
                {...wires}
                value={draft.tenantCode}
                disabled={locked}
                onChange={({ target }) => {
                  const next = tenants.find((one) => one.code === target.value);
                  change({ tenantCode: target.value, sender: defaultSender(next) });
                }}
              >
                {tenants.map((one) => (
                  <option key={one.code} value={one.code}>
                    {one.orgName} ({one.code})
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        <Field
          label={t("what.sender")}
          help={tenant.senders.length > 0 ? t("what.senderHelp") : undefined}
          error={tenant.senders.length === 0 ? t("what.noSender") : undefined}
        >
          {(wires) => (
            <Select
              {...wires}
              value={draft.sender}
              disabled={locked || tenant.senders.length === 0}
              onChange={({ target }) => change({ sender: target.value })}
            >
              {tenant.senders.length === 0 && <option value="">{t("what.senderNone")}</option>}
              {tenant.senders.map(({ number, label, isDefault }) => (
                <option key={number} value={number}>
                  {[hyphenate(number), label, isDefault && t("what.senderDefault")].filter(Boolean).join(" · ")}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <FieldGroup label={t("what.when")} help={draft.sendAt ? t("what.laterHelp") : t("what.nowHelp")}>
          <div className="grid gap-2">
            <Segment
              label={t("what.when")}
              value={draft.sendAt ? "later" : "now"}
              options={(["now", "later"] as const).map((value) => ({ value, label: t(`what.${value}`) }))}
              onChange={(when) => change({ sendAt: when === "later" ? soon : null })}
              disabled={locked}
              className="justify-self-start"
            />
            {draft.sendAt && <SendAt sendAt={draft.sendAt} change={change} today={today} locked={locked} />}
          </div>
        </FieldGroup>
      </div>
      {draft.kind === "text" && (
        <FieldGroup label={t("what.purpose")}>
          <RadioGroup
            cards
            columns={2}
            value={draft.purpose}
            onChange={(purpose) => change({ purpose })}
            disabled={locked}
            options={messagePurposes.map((value) => ({
              value,
              label: t(`what.${value}`),
              note: t(`what.${value}Note`),
            }))}
          />
        </FieldGroup>
      )}
    </Block>
  );
}

type SendAtProps = Pick<Props, "change" | "today" | "locked"> & { sendAt: { date: string; time: string } };

function SendAt({ sendAt, change, today, locked }: SendAtProps) {
  const t = useTranslations("messageCompose");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_132px] gap-2">
      <DatePicker
        aria-label={t("what.date")}
        value={sendAt.date}
        today={today}
        min={today}
        disabled={locked}
        onChange={(date) => date && change({ sendAt: { ...sendAt, date } })}
      />
      <TimePicker
        aria-label={t("what.time")}
        value={sendAt.time}
        disabled={locked}
        onChange={(time) => time && change({ sendAt: { ...sendAt, time } })}
      />
    </div>
  );
}

/** The tenant's own choice, else its first. */
export const defaultSender = (tenant: TenantChoice | undefined): string =>
  (tenant?.senders.find((one) => one.isDefault) ?? tenant?.senders[0])?.number ?? "";
