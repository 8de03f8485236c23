"use client";
import { Search } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { useCall } from "@/components/query/use-call";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PageHeader } from "@/components/ui/page-header";
import { Card, CardBody } from "@/components/ui/surface";
import type { HistoryPage } from "@/lib/messages/history-queries";
import { bareDigits } from "@/lib/transports/phone-number";
import { CustomersTabs } from "./customers-tabs";
import { HistoryCard } from "./history-card";

type Found = HistoryPage & { phone: string };

/** What one number was sent, whoever's it is. The number stays in the box: no address and no history of the browser keeps it. */
export function NumberHistoryScreen({ serverNow }: { serverNow: string }) {
  const t = useTranslations("received.numbers");
  const say = useSayError();
  const [phone, setPhone] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const [found, setFound] = useState<{ page: Found; path: string } | null>(null);
  const ask = useCall((path: string) => api<Found>(path));
  const find = async () => {
    setWrong(null);
    if (!/^\d{7,15}$/.test(bareDigits(phone))) return setWrong(t("bad"));
    const path = `/api/customers/history?phone=${encodeURIComponent(phone)}`;
    try {
      setFound({ page: await ask.mutateAsync(path), path });
    } catch (error) {
      setWrong(say(error));
    }
  };
  return (
    <>
      <CustomersTabs here="numbers" />
      <PageHeader title={t("headline")} lede={t("lede")} />
      <div className="grid max-w-[860px] grid-cols-1 gap-4">
        <Card>
          <CardBody>
            <form
              className="flex flex-wrap items-start gap-2.5"
              onSubmit={(event) => {
                event.preventDefault();
                void find();
              }}
            >
              <Field label={t("label")} help={t("help")} error={wrong ?? undefined} className="w-72 max-md:w-full">
                {(wires) => (
                  <Input
                    {...wires}
                    type="tel"
                    inputMode="tel"
                    autoComplete="off"
                    placeholder="010-0000-0000"
                    maxLength={40}
                    value={phone}
                    onChange={(event) => setPhone(event.target.value)}
                  />
                )}
              </Field>
              <Button type="submit" variant="primary" busy={ask.isPending} className="mt-[26px] max-md:mt-0">
                <Search aria-hidden />
                {t("find")}
              </Button>
            </form>
          </CardBody>
        </Card>
        {found && (
          <section aria-live="polite" className="grid gap-2">
            <h2 className="font-semibold text-lg tabular-nums">
              {found.page.items.length > 0 ? t("found", { phone: found.page.phone }) : t("none")}
            </h2>
            {found.page.items.length > 0 && (
              <HistoryCard key={found.path} first={found.page} path={found.path} serverNow={serverNow} />
            )}
          </section>
        )}
      </div>
    </>
  );
}
