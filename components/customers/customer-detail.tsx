"use client";
import { CircleSlash, Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { useCall } from "@/components/query/use-call";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Facts } from "@/components/ui/facts";
import { Note } from "@/components/ui/note";
import { Sheet } from "@/components/ui/overlay";
import { Card, CardBody } from "@/components/ui/surface";
import { useToast } from "@/components/ui/toast";
import type { CustomerDto } from "@/lib/customers/customer-dto";
import { toLocale } from "@/lib/i18n/locale";
import type { HistoryPage } from "@/lib/messages/history-queries";
import { formatDate } from "@/lib/time/format";
import { kstDate } from "@/lib/time/kst";
import { ConsentStatus, isConsentOver } from "./consent-status";
import { CustomerForm, type FormOrg } from "./customer-form";
import { HistoryCard } from "./history-card";
import { RevealNumber } from "./reveal-number";

type Props = {
  customer: CustomerDto;
  /** The code is one nobody gave. */
  hasMadeCode: boolean;
  history: HistoryPage;
  /** Their pictures. */
  gallery: ReactNode;
  orgs: readonly FormOrg[];
  may: { write: boolean; reveal: boolean };
  serverNow: string;
};
const FORM = "customer-form";

/** One customer: who they are, what they agreed to, what they got. */
export function CustomerDetail({ customer, hasMadeCode, history, gallery, orgs, may, serverNow }: Props) {
  const t = useTranslations("customers");
  const c = useTranslations("common");
  const locale = toLocale(useLocale());
  const router = useRouter();
  const toast = useToast();
  const [isEditing, setEditing] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const now = new Date(serverNow);
  const remove = useRemoval(customer);
  const date = (at: string) => formatDate(new Date(at), locale);
  const evidence = (at: string | null, via: string | null) =>
    at && <span className="ms-2 text-ink-3">{t("one.via", { date: date(at), via: via ?? "" }).trim()}</span>;
  const none = (words: string) => <span className="text-ink-3">{words}</span>;
  const code = hasMadeCode ? none(t("one.madeCode")) : <code>{customer.code}</code>;
  const number = customer.phone ? (
    <RevealNumber id={customer.id} masked={customer.phone} mayReveal={may.reveal} />
  ) : (
    none(t("noPhone"))
  );
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <div className="grid gap-4">
        <Card aria-labelledby="customer-name">
          <div className="flex flex-wrap items-center gap-3 border-line border-b p-4">
            <Avatar name={customer.name} large />
            <div className="min-w-0 flex-1 basis-40">
              <h1 id="customer-name" className="truncate font-semibold text-xl">
                {customer.name}
              </h1>
              <p className="truncate text-ink-2 text-sm">{customer.orgName}</p>
            </div>
            {may.write && (
              <div className="flex gap-2">
                <Button size="sm" onClick={() => setEditing(true)}>
                  <Pencil aria-hidden />
                  {t("one.edit")}
                </Button>
                <Button size="sm" variant="ghost" busy={remove.isPending} onClick={remove.now}>
                  <Trash2 aria-hidden />
                  {t("one.remove")}
                </Button>
              </div>
            )}
          </div>
          <CardBody className="grid gap-4">
            {customer.optedOut && (
              <Note family="is-skipped" icon={<CircleSlash aria-hidden />} title={t("one.optedOut")}>
                {t("one.optedOutWhy")}
              </Note>
            )}
            {!customer.optedOut && isConsentOver(customer, now) && (
              <Note family="is-unknown" icon={<CircleSlash aria-hidden />} title={t("consent.over")}>
                {t("one.consentOverWhy")}
              </Note>
            )}
            <Facts
              facts={[
                [t("columns.phone"), number],
                [
                  t("one.adConsent"),
                  <span key="ad">
                    <ConsentStatus customer={customer} now={now} />
                    {evidence(customer.adConsentAt, customer.adConsentVia)}
                  </span>,
                ],
                [
                  t("one.nightConsent"),
                  <span key="night">
                    {customer.nightConsent ? t("consent.nightYes") : t("consent.none")}
                    {evidence(customer.nightConsentAt, null)}
                  </span>,
                ],
                [t("one.memo"), customer.memo ?? t("one.noMemo")],
                [t("one.code"), code],
              ]}
            />
            <p className="text-ink-3 text-xs">{t("one.changed", { when: date(customer.updatedAt) })}</p>
          </CardBody>
        </Card>
        {gallery}
      </div>
      <HistoryCard first={history} path={`/api/customers/${customer.id}/history`} serverNow={serverNow} />
      <Sheet
        open={isEditing}
        onOpenChange={setEditing}
        title={t("form.editTitle", { name: customer.name })}
        foot={
          <>
            <Button onClick={() => setEditing(false)}>{c("cancel")}</Button>
            <Button variant="primary" type="submit" form={FORM} busy={isBusy}>
              {c("save")}
            </Button>
          </>
        }
      >
        {isEditing && (
          <CustomerForm
            key={customer.version}
            id={FORM}
            customer={hasMadeCode ? { ...customer, code: "" } : customer}
            orgs={orgs}
            orgId={customer.orgId}
            today={kstDate(now)}
            onBusy={setBusy}
            onSaved={(saved) => {
              setEditing(false);
              toast({ text: t("form.saved", { name: saved.name }) });
              router.refresh();
            }}
          />
        )}
      </Sheet>
    </div>
  );
}

/** Gone at once, and back within ten seconds where it was a slip. */
function useRemoval({ id, name }: CustomerDto) {
  const t = useTranslations("customers.one");
  const say = useSayError();
  const router = useRouter();
  const toast = useToast();
  const call = useCall(() => api(`/api/customers/${id}`, { method: "DELETE" }));
  const undo = async () => {
    try {
      await api(`/api/customers/${id}/restore`, { method: "POST" });
      toast({ text: t("restored", { name }) });
      router.push(`/customers/${id}`);
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
    }
  };
  const now = async () => {
    try {
      await call.mutateAsync(undefined);
      toast({ text: t("removed", { name }), undo });
      router.push("/customers");
      router.refresh();
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
    }
  };
  return { now: () => void now(), isPending: call.isPending };
}
