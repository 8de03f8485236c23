"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ListChecks, UserSearch } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { QueryProvider } from "@/components/query/provider";
import { Button, ButtonLink } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Sheet } from "@/components/ui/overlay";
import { SkeletonRows, StateBlock } from "@/components/ui/states";
import { Tag } from "@/components/ui/tag";
import type { Draft, PickedCustomer, PickedList } from "./draft";

type Props = { open: boolean; onClose: () => void; draft: Draft; change: (to: Partial<Draft>) => void };
type Person = {
  id: number;
  name: string;
  phone: string | null;
  orgName: string;
  adConsent: boolean;
  optedOut: boolean;
};

/** Saved lists and single customers, ticked one by one. */
export function PeopleSheet({ open, onClose, draft, change }: Props) {
  const t = useTranslations("messageCompose.people");
  return (
    <Sheet
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={t("title")}
      description={t("text")}
      foot={
        <Button variant="primary" onClick={onClose}>
          {t("done", { lists: draft.lists.length, people: draft.customers.length })}
        </Button>
      }
    >
      <QueryProvider>
        {open && (
          <div className="grid gap-6">
            <Lists picked={draft.lists} onChange={(lists) => change({ lists })} />
            <People picked={draft.customers} onChange={(customers) => change({ customers })} />
          </div>
        )}
      </QueryProvider>
    </Sheet>
  );
}

function Lists({ picked, onChange }: { picked: readonly PickedList[]; onChange: (lists: PickedList[]) => void }) {
  const t = useTranslations("messageCompose.people");
  const c = useTranslations("common");
  const { data, isPending, isError, refetch } = useQuery({
    queryKey: ["customer-lists"],
    queryFn: () => api<{ items: PickedList[] }>("/api/customer-lists"),
  });
  return (
    <section className="grid gap-2" aria-labelledby="pick-lists">
      <h3 id="pick-lists" className="font-semibold text-sm">
        {t("lists")}
      </h3>
      {isPending && <SkeletonRows rows={2} label={c("loading")} />}
      {isError && <Button onClick={() => void refetch()}>{c("retry")}</Button>}
      {data?.items.length === 0 && (
        <p className="text-ink-2 text-sm">
          {t("noLists")}{" "}
          <ButtonLink href="/customers" size="sm" variant="ghost">
            {t("toCustomers")}
          </ButtonLink>
        </p>
      )}
      <ul className="grid gap-1">
        {data?.items.map(({ id, name, size }) => (
          <li key={id} className="flex min-h-9 items-center gap-2 text-sm">
            <Checkbox
              label={name}
              checked={picked.some((one) => one.id === id)}
              onChange={({ target }) =>
                onChange(target.checked ? [...picked, { id, name, size }] : picked.filter((one) => one.id !== id))
              }
            />
            <span className="ms-auto text-ink-3">{t("size", { count: size })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function People({
  picked,
  onChange,
}: {
  picked: readonly PickedCustomer[];
  onChange: (customers: PickedCustomer[]) => void;
}) {
  const t = useTranslations("messageCompose.people");
  const c = useTranslations("common");
  const [q, setQ] = useState("");
  const words = useDeferredValue(q.trim());
  const { data, isPending, isError, refetch } = useQuery({
    queryKey: ["customers", "pick", words],
    queryFn: ({ signal }) =>
      api<{ items: Person[] }>(`/api/customers?limit=50&q=${encodeURIComponent(words)}`, { signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <section className="grid gap-2" aria-labelledby="pick-people">
      <h3 id="pick-people" className="font-semibold text-sm">
        {t("people")}
      </h3>
      <Field label={t("search")}>
        {(wires) => (
          <Input
            {...wires}
            type="search"
            value={q}
            onChange={(event) => setQ(event.target.value)}
            lead={<UserSearch aria-hidden />}
            autoComplete="off"
          />
        )}
      </Field>
      {isPending && <SkeletonRows rows={5} label={c("loading")} />}
      {isError && <Button onClick={() => void refetch()}>{c("retry")}</Button>}
      {data?.items.length === 0 && (
        <StateBlock icon={<ListChecks aria-hidden />} title={t("nobody")} heading="h3" className="py-6" />
      )}
      <ul className="grid">
        {data?.items.map((person) => (
          <li key={person.id} className="flex min-h-11 items-center gap-3 border-line border-b text-sm last:border-b-0">
            <Checkbox
              label={person.name}
              checked={picked.some((one) => one.id === person.id)}
              disabled={person.phone === null}
              onChange={({ target }) =>
                onChange(
                  target.checked
                    ? [...picked, { id: person.id, name: person.name }]
                    : picked.filter((one) => one.id !== person.id),
                )
              }
            />
            <span className="text-ink-3">{person.phone ?? t("noNumber")}</span>
            <span className="ms-auto flex items-center gap-1.5">
              {person.optedOut ? <Tag>{t("optedOut")}</Tag> : person.adConsent && <Tag>{t("consent")}</Tag>}
              <span className="text-ink-3 text-xs max-md:hidden">{person.orgName}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
