"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { NotebookPen, Trash2 } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { QueryProvider } from "@/components/query/provider";
import { useSayError } from "@/components/query/say-error";
import { IconButton } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-look";
import { ErrorState } from "@/components/ui/error-state";
import { Sheet } from "@/components/ui/overlay";
import { SkeletonRows, StateBlock } from "@/components/ui/states";
import { Tag } from "@/components/ui/tag";
import { useToast } from "@/components/ui/toast";
import { toLocale } from "@/lib/i18n/locale";
import type { DraftSummary } from "@/lib/messages/draft-schema";
import { formatWhen } from "@/lib/time/format";
import { draftPath } from "./use-kept-draft";

const KEY = ["message-drafts"];
type Page = { items: DraftSummary[] };
type Props = { open: boolean; onClose: () => void; here: string | null; nowIso: string };

/** One's own drafts: to go on with, or to throw away. A full page load opens one, so that no two are mixed up. */
export function DraftsSheet({ open, onClose, here, nowIso }: Props) {
  const t = useTranslations("messageCompose.drafts");
  return (
    <Sheet
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={t("title")}
      description={t("text")}
      foot={
        here !== null && (
          <a href="/messages/new" className={buttonClass({})}>
            {t("startNew")}
          </a>
        )
      }
    >
      <QueryProvider>{open && <Drafts here={here} now={new Date(nowIso)} />}</QueryProvider>
    </Sheet>
  );
}

function Drafts({ here, now }: { here: string | null; now: Date }) {
  const t = useTranslations("messageCompose.drafts");
  const c = useTranslations("common");
  const locale = toLocale(useLocale());
  const client = useQueryClient();
  const toast = useToast();
  const say = useSayError();
  const list = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api<Page>("/api/messages/drafts", { signal }),
    staleTime: 0,
  });
  async function attempt(work: Promise<unknown>): Promise<void> {
    await work.catch((error: unknown) => toast({ text: say(error), tone: "failed" }));
    await client.invalidateQueries({ queryKey: KEY });
  }
  async function remove({ key }: DraftSummary) {
    client.setQueryData<Page>(KEY, (page) => page && { items: page.items.filter((one) => one.key !== key) });
    await attempt(
      api(`/api/messages/drafts/${key}`, { method: "DELETE" }).then(() =>
        toast({
          text: t("removed"),
          undo: () => attempt(api(`/api/messages/drafts/${key}/restore`, { method: "POST", body: {} })),
        }),
      ),
    );
  }
  if (list.isPending) return <SkeletonRows rows={3} label={c("loading")} />;
  if (list.isError)
    return (
      <ErrorState onRetry={() => void list.refetch()} busy={list.isRefetching}>
        {say(list.error)}
      </ErrorState>
    );
  if (list.data.items.length === 0)
    return (
      <StateBlock icon={<NotebookPen aria-hidden />} title={t("empty")} heading="h3">
        {t("emptyText")}
      </StateBlock>
    );
  return (
    <ul className="grid grid-cols-1">
      {list.data.items.map((draft) => {
        const name = draft.firstLine || t("wordless");
        return (
          <li key={draft.key} className="flex items-center gap-2 border-line border-b py-2.5 last:border-b-0">
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{name}</p>
              <p className="text-ink-3 text-xs tabular-nums">
                {t("line", {
                  kind: t(`kinds.${draft.kind}`),
                  count: draft.recipients,
                  when: formatWhen(new Date(draft.updatedAt), now, locale),
                })}
              </p>
            </div>
            {draft.key === here ? (
              <Tag>{t("here")}</Tag>
            ) : (
              <>
                <a href={draftPath(draft.key)} className={buttonClass({ size: "sm" })}>
                  {t("resume")}
                </a>
                <IconButton label={t("remove", { name })} size="sm" onClick={() => void remove(draft)}>
                  <Trash2 aria-hidden />
                </IconButton>
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}
