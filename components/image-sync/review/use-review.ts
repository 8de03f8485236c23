"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError, api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { useToast } from "@/components/ui/toast";
import type { FindingDecision } from "@/db/enums";
import type { FindingDetailDto, FindingDto, SyncRunDto } from "@/lib/image-sync/run-dto";
import { isReport } from "../run-rules";
import { findingsQueryOf, type ReviewAddress, type ReviewView, reviewAddressOf } from "./review-address";

export type FindingPage = { items: FindingDto[]; nextCursor: string | null };
/** A decision that can be taken back: what it was about, where it stood, and what was decided before. */
type Step = { item: FindingDto; at: number };

type Given = {
  run: SyncRunDto;
  view: ReviewView;
  address: ReviewAddress;
  first: FindingPage;
  /** Of the finding the address names, or of the first one. */
  detail: FindingDetailDto | null;
  onRun: (run: SyncRunDto) => void;
};

/** The queue of findings, the one looked at, and a person's decisions on them. */
export function useReview({ run, view, address, first, detail, onRun }: Given) {
  const t = useTranslations("imageReview");
  const [page, setPage] = useState(first);
  const [at, setAt] = useState(detail?.id ?? first.items[0]?.id ?? null);
  const details = useRef(new Map<number, FindingDetailDto>());
  const [, setLoaded] = useState(0);
  const [steps, setSteps] = useState<Step[]>([]);
  const [busy, setBusy] = useState<"more" | "decide" | "bulk" | null>(null);
  const toast = useToast();
  const say = useSayError();
  if (detail && !details.current.has(detail.id)) details.current.set(detail.id, detail);
  useEffect(() => {
    setPage(first);
    setAt((old) => (first.items.some(({ id }) => id === old) ? old : (detail?.id ?? first.items[0]?.id ?? null)));
    setSteps([]);
  }, [first, detail]);

  const index = page.items.findIndex(({ id }) => id === at);
  const load = useCallback(
    async (id: number | undefined) => {
      if (id === undefined || details.current.has(id)) return;
      const found = await api<FindingDetailDto>(`/api/image-sync/runs/${run.id}/findings/${id}`);
      details.current.set(id, found);
      setLoaded((count) => count + 1);
    },
    [run.id],
  );
  const nextId = page.items[index + 1]?.id;
  useEffect(() => {
    // The one looked at must come; the next one is only fetched early.
    void load(at ?? undefined).catch((error: unknown) => toast({ text: say(error), tone: "failed" }));
    void load(nextId).catch(() => {});
  }, [at, nextId, load, toast, say]);

  const show = (id: number | null) => {
    setAt(id);
    // The server has nothing to add: only the address must say what is looked at.
    window.history.replaceState(null, "", reviewAddressOf(run.id, { ...address, finding: id }));
  };
  const step = (by: number) => {
    const to = page.items[Math.min(Math.max(index + by, 0), page.items.length - 1)];
    if (to) show(to.id);
  };
  const more = async () => {
    if (page.nextCursor === null || busy) return;
    setBusy("more");
    try {
      const next = await api<FindingPage>(
        `/api/image-sync/runs/${run.id}/findings?${findingsQueryOf(view, address, page.nextCursor)}`,
      );
      setPage((old) => ({ items: [...old.items, ...next.items], nextCursor: next.nextCursor }));
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
    } finally {
      setBusy(null);
    }
  };
  const send = async (body: object): Promise<boolean> => {
    try {
      await api(`/api/image-sync/runs/${run.id}/decide`, { method: "POST", body });
      // The plan is another one now: its figures and its hash are what an approval would name.
      onRun(await api<SyncRunDto>(`/api/image-sync/runs/${run.id}`));
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast({ text: say(error), tone: "failed" });
      return false;
    }
  };
  /** Takes it out of the queue of questions, or writes the decision beside it. */
  const place = (item: FindingDto, decision: FindingDecision) =>
    setPage((old) => ({
      ...old,
      items:
        view === "ask"
          ? old.items.filter(({ id }) => id !== item.id)
          : old.items.map((one) => (one.id === item.id ? { ...one, decision } : one)),
    }));
  const putBack = ({ item, at: place }: Step) =>
    setPage((old) => {
      const others = old.items.filter(({ id }) => id !== item.id);
      return {
        ...old,
        items:
          view === "ask" ? others.toSpliced(place, 0, item) : old.items.map((one) => (one.id === item.id ? item : one)),
      };
    });

  const decide = async (decision: FindingDecision, keepImageId?: number) => {
    const item = page.items[index];
    if (!item || busy) return;
    setBusy("decide");
    const following = page.items[index + 1] ?? page.items[index - 1] ?? null;
    place(item, decision);
    if (following && decision !== "open") show(following.id);
    const done = await send({ findingIds: [item.id], decision, ...(keepImageId && { keepImageId }) });
    details.current.delete(item.id);
    if (done) setSteps((old) => [...old, { item, at: index }]);
    else {
      putBack({ item, at: index });
      show(item.id);
    }
    if (view === "ask" && page.items.length <= 3 && page.nextCursor) void more();
    setBusy(null);
  };
  const undo = async () => {
    const last = steps.at(-1);
    if (!last || busy) return;
    setBusy("decide");
    if (await send({ findingIds: [last.item.id], decision: last.item.decision })) {
      setSteps((old) => old.slice(0, -1));
      details.current.delete(last.item.id);
      putBack(last);
      show(last.item.id);
    }
    setBusy(null);
  };
  /** Puts the question at the end of what is loaded. */
  const later = () => {
    const item = page.items[index];
    if (!item || page.items.length < 2) return;
    const following = page.items[index + 1] ?? page.items[0]!;
    setPage((old) => ({ ...old, items: [...old.items.filter(({ id }) => id !== item.id), item] }));
    show(following.id);
  };
  /** One word on everything that is loaded and still open. */
  const decideAll = async (decision: FindingDecision) => {
    const open = page.items.filter((one) => one.decision === "open" && (decision !== "approved" || !isReport(one)));
    if (open.length === 0 || busy) return;
    setBusy("bulk");
    const findingIds = open.map(({ id }) => id);
    if (await send({ findingIds, decision })) {
      for (const one of open) place(one, decision);
      toast({
        text: t(decision === "kept" ? "bulk.kept" : "bulk.approved", { count: open.length }),
        undo: async () => {
          if (!(await send({ findingIds, decision: "open" }))) return;
          setPage((old) => (view === "ask" ? { ...old, items: [...open, ...old.items] } : old));
          if (view !== "ask") for (const one of open) place(one, "open");
          else show(open[0]?.id ?? null);
        },
      });
    }
    setBusy(null);
  };
  return {
    ...{ page, index, busy, canUndo: steps.length > 0 },
    item: page.items[index] ?? null,
    detail: at === null ? null : (details.current.get(at) ?? null),
    ...{ show, step, later, more, undo: () => void undo() },
    decide: (decision: FindingDecision, keepImageId?: number) => void decide(decision, keepImageId),
    decideAll: (decision: FindingDecision) => void decideAll(decision),
  };
}
