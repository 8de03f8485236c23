"use client";
import { useQuery } from "@tanstack/react-query";
import { Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { askAgain } from "@/components/query/kept";
import { queryKeys } from "@/components/query/query-keys";
import { useSayError } from "@/components/query/say-error";
import { Button } from "@/components/ui/button";
import { SkeletonRows } from "@/components/ui/states";
import { useToast } from "@/components/ui/toast";
import type { ViewDto } from "@/lib/views/queries";
import type { ViewPage } from "@/lib/views/schema";
import { NameForm } from "./name-form";

type Props = { page: ViewPage; address: string; onPick: () => void };

/** What `SavedViews` opens: the views, each to open, rename or delete, and the way to keep what is on the screen. */
export function ViewList({ page, address, onPick }: Props) {
  const t = useTranslations("views");
  const say = useSayError();
  const toast = useToast();
  const [renamed, setRenamed] = useState<number | null>(null);
  const list = useQuery({
    queryKey: queryKeys.list("views", { page }),
    queryFn: ({ signal }) => api<{ items: ViewDto[] }>(`/api/views?page=${page}`, { signal }),
  });
  const again = () => askAgain(queryKeys.all("views"));
  const keep = async (name: string, query: string) => {
    await api<ViewDto>("/api/views", { method: "POST", body: { page, name, query } });
    again();
  };
  const rename = async ({ id }: ViewDto, name: string) => {
    await api<ViewDto>(`/api/views/${id}`, { method: "PUT", body: { name } });
    setRenamed(null);
    again();
    toast({ text: t("renamed", { name }) });
  };
  const remove = async ({ id, name, query }: ViewDto) => {
    try {
      await api(`/api/views/${id}`, { method: "DELETE" });
      again();
      toast({ text: t("removed", { name }), undo: () => keep(name, query) });
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
    }
  };
  const views = list.data?.items ?? [];
  return (
    <div className="grid gap-3">
      {list.isPending ? (
        <SkeletonRows rows={2} label={t("mine")} />
      ) : list.isError ? (
        <p role="alert" className="text-failed text-sm">
          {say(list.error)}
        </p>
      ) : views.length === 0 ? (
        <p className="text-ink-2 text-sm">{t("none")}</p>
      ) : (
        <ul aria-label={t("mine")} className="max-h-64 overflow-y-auto">
          {views.map((view) => (
            <li key={view.id}>
              {renamed === view.id ? (
                <NameForm
                  label={t("newName")}
                  first={view.name}
                  submit={t("save")}
                  onSubmit={(name) => rename(view, name)}
                  onCancel={() => setRenamed(null)}
                />
              ) : (
                <div className="flex items-center gap-1">
                  <Link
                    href={`/${page}${view.query && `?${view.query}`}`}
                    onClick={onPick}
                    className="flex h-8 min-w-0 grow items-center rounded-sm px-2 hover:bg-hover touch:h-11"
                  >
                    <span className="truncate">{view.name}</span>
                  </Link>
                  <Button
                    variant="ghost"
                    size="sm"
                    aria-label={t("rename", { name: view.name })}
                    onClick={() => setRenamed(view.id)}
                  >
                    <Pencil aria-hidden />
                  </Button>
                  <Button
                    variant="ghost"
                    size="sm"
                    aria-label={t("remove", { name: view.name })}
                    onClick={() => void remove(view)}
                  >
                    <Trash2 aria-hidden />
                  </Button>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className="border-line border-t pt-3">
        <NameForm
          label={t("name")}
          help={t("nameHelp")}
          submit={t("save")}
          onSubmit={async (name) => {
            await keep(name, address.split("?")[1] ?? "");
            toast({ text: t("saved", { name }) });
          }}
        />
      </div>
    </div>
  );
}
