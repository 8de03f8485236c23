"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { api } from "@/components/query/api-client";
import { askAgain } from "@/components/query/kept";
import { useSayError } from "@/components/query/say-error";
import { useCall } from "@/components/query/use-call";
import { useToast } from "@/components/ui/toast";
import type { SandboxRoomList } from "@/lib/sandbox/list-rooms";
import type { SandboxRoomDto } from "@/lib/sandbox/show-room";
import type { FaultKind } from "@/lib/transports/sandbox-faults";

const ROOM_MS = 1_500;
const ROOMS_MS = 4_000;

/** The chosen room lives in the address; without one the room that received something last is shown. */
export function useChosenRoom(rooms: SandboxRoomList): { id: number | null; choose: (id: number) => void } {
  const asked = Number(useSearchParams().get("room"));
  const [opened] = useState(rooms.items[0]?.id ?? null);
  const known = rooms.items.some(({ id }) => id === asked);
  return {
    id: known ? asked : opened,
    choose: (id) => window.history.pushState(null, "", `?room=${id}`),
  };
}

/** Fresh while somebody looks: asking stops when the page is hidden and resumes at once when it is seen again. */
export const useRooms = (first: SandboxRoomList) =>
  useQuery({
    queryKey: ["sandbox"],
    queryFn: ({ signal }) => api<SandboxRoomList>("/api/sandbox/rooms", { signal }),
    initialData: first,
    refetchInterval: ROOMS_MS,
  });

export const useRoom = (id: number | null, first: SandboxRoomDto | null) =>
  useQuery({
    queryKey: ["sandbox", id],
    queryFn: ({ signal }) => api<SandboxRoomDto>(`/api/sandbox/rooms/${id}/messages`, { signal }),
    enabled: id !== null,
    refetchInterval: ROOM_MS,
    placeholderData: keepPreviousData,
    ...(first && first.room.id === id && { initialData: first }),
  });

export type FaultWish = { kind: FaultKind; ms?: number; times?: number };

/** What can be changed in a room; whatever it was, the screen asks again afterwards and says what failed. */
export function useRoomChanges(id: number) {
  const toast = useToast();
  const say = useSayError();
  const change = useCall((run: () => Promise<unknown>) => run(), {
    onError: (error) => toast({ text: say(error), tone: "failed" }),
    onSettled: () => askAgain(["sandbox"]),
  });
  const base = `/api/sandbox/rooms/${id}`;
  return {
    busy: change.isPending,
    clear: () => change.mutateAsync(() => api(`${base}/messages`, { method: "DELETE" })),
    set: (wish: FaultWish) => change.mutate(() => api(`${base}/faults`, { method: "POST", body: wish })),
    end: (kind?: FaultKind) =>
      change.mutate(() => api(`${base}/faults${kind ? `?kind=${kind}` : ""}`, { method: "DELETE" })),
  };
}

/** How many came to each room since the page was opened or the room was last looked at. */
export function useUnseen({ items }: SandboxRoomList, chosen: number | null): (id: number) => number {
  const [seen, setSeen] = useState(() => new Map(items.map(({ id, count }) => [id, count])));
  const now = items.find(({ id }) => id === chosen)?.count ?? 0;
  useEffect(() => {
    if (chosen !== null) setSeen((before) => (before.get(chosen) === now ? before : new Map(before).set(chosen, now)));
  }, [chosen, now]);
  return (id) => {
    const count = items.find((room) => room.id === id)?.count ?? 0;
    return id === chosen ? 0 : Math.max(0, count - (seen.get(id) ?? 0));
  };
}
