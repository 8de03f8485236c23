"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { queryKeys } from "@/components/query/query-keys";
import { useSayError } from "@/components/query/say-error";
import { useToast } from "@/components/ui/toast";
import { toLocale } from "@/lib/i18n/locale";
import { formatWhen } from "@/lib/time/format";
import type { Row, Rows } from "./use-schedules";

type Switched = Row & { cancelledRuns: number };
type Wish = "active" | "inactive";

const LISTS = [...queryKeys.all("schedules"), "list"] as const;

/** What can be done with schedules from the list: shown at once, undone where it fails, with an undo where it can be undone. */
export function useScheduleActions() {
  const t = useTranslations("schedules.toast");
  const locale = toLocale(useLocale());
  const client = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const say = useSayError();

  const patch = (ids: readonly number[], change: (row: Row) => Row | null) =>
    client.setQueriesData<Rows>(
      { queryKey: LISTS },
      (rows) =>
        rows && {
          ...rows,
          pages: rows.pages.map((page) => ({
            ...page,
            items: page.items.flatMap((row) => (ids.includes(row.id) ? (change(row) ?? []) : [row])),
          })),
        },
    );
  const settle = () => {
    void client.invalidateQueries({ queryKey: queryKeys.all("schedules") });
    router.refresh();
  };
  /** Shows `change` while `call` runs; on failure the rows are as they were. */
  async function attempt<R>(ids: number[], change: (row: Row) => Row | null, call: () => Promise<R>): Promise<R> {
    await client.cancelQueries({ queryKey: LISTS });
    const before = client.getQueriesData<Rows>({ queryKey: LISTS });
    patch(ids, change);
    try {
      return await call();
    } catch (error) {
      for (const [key, rows] of before) client.setQueryData(key, rows);
      throw error;
    } finally {
      settle();
    }
  }
  const asked = (status: Wish) => (row: Row) => ({
    ...row,
    status,
    nextSendAt: status === "active" ? row.nextSendAt : null,
  });
  const call = (id: number, status: Wish) =>
    api<Switched>(`/api/schedules/${id}/toggle`, { method: "POST", body: { status } });
  const fail = (error: unknown) => toast({ text: say(error), tone: "failed" });

  async function turn(row: Row, status: Wish): Promise<void> {
    try {
      const now = new Date();
      const { cancelledRuns, ...done } = await attempt([row.id], asked(status), () => call(row.id, status));
      patch([row.id], (old) => ({ ...old, ...done }));
      const when = done.nextSendAt ? formatWhen(new Date(done.nextSendAt), now, locale) : "";
      toast({
        text:
          status === "active"
            ? t("on", { title: row.title, when })
            : t("off", { title: row.title, cancelled: cancelledRuns }),
        undo: () => turn(row, status === "active" ? "inactive" : "active"),
      });
    } catch (error) {
      fail(error);
    }
  }

  async function turnMany(rows: readonly Row[], status: Wish): Promise<void> {
    const meant = rows.filter((row) => (row.status === "active") !== (status === "active"));
    if (meant.length === 0) return;
    const done: Row[] = [];
    let refusal: unknown = null;
    const work = async () => {
      for (const row of meant)
        await call(row.id, status).then(
          () => done.push(row),
          (error: unknown) => {
            refusal = error;
          },
        );
    };
    await attempt(
      meant.map((row) => row.id),
      asked(status),
      work,
    );
    const failed = meant.length - done.length;
    if (failed > 0) toast({ text: t("manyFailed", { count: failed, why: say(refusal) }), tone: "failed" });
    if (done.length > 0)
      toast({
        text: t(status === "active" ? "manyOn" : "manyOff", { count: done.length }),
        undo: () =>
          turnMany(
            done.map((row) => ({ ...row, status })),
            status === "active" ? "inactive" : "active",
          ),
      });
  }

  async function remove(row: Row): Promise<void> {
    try {
      const { cancelledRuns } = await attempt(
        [row.id],
        () => null,
        () => api<{ cancelledRuns: number }>(`/api/schedules/${row.id}`, { method: "DELETE" }),
      );
      toast({ text: t("removed", { title: row.title, cancelled: cancelledRuns }), undo: () => restore(row) });
    } catch (error) {
      fail(error);
    }
  }

  async function restore(row: Row): Promise<void> {
    try {
      await api(`/api/schedules/${row.id}/restore`, { method: "POST", body: {} });
      settle();
      toast({ text: t("restored", { title: row.title }) });
    } catch (error) {
      fail(error);
    }
  }

  /** @throws what the API answered, after saying it */
  async function sendNow(row: Row): Promise<void> {
    try {
      const log = await api<{ id: number }>(`/api/schedules/${row.id}/send`, {
        method: "POST",
        body: { kind: "manual" },
      });
      toast({
        text: t("sent", { title: row.title }),
        action: { label: t("seeLog"), onPress: () => router.push(`/logs/${log.id}`) },
      });
    } catch (error) {
      fail(error);
      throw error;
    }
  }

  return { turn, turnMany, remove, sendNow };
}
export type ScheduleActions = ReturnType<typeof useScheduleActions>;
