"use client";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import { api } from "@/components/query/api-client";
import { askAgain } from "@/components/query/kept";
import { useCall } from "@/components/query/use-call";
import type { BotDto } from "@/lib/rooms/bot-queries";
import type { RoomDetail, RoomDto } from "@/lib/rooms/queries";
import { filterFrom, type RoomFilterValues, roomsQuery } from "./room-filter";

export type RoomsPage = { items: RoomDto[]; nextCursor: string | null };
const ROOMS = "rooms";
const BOTS = "bots";
const REFRESH_MS = 20_000;

type Address = { filter: RoomFilterValues; room: number | null; add: string | null };
const addressFrom = (params: { get: (name: string) => string | null }): Address => ({
  filter: filterFrom(params),
  room: Number(params.get("room")) || null,
  add: params.get("add"),
});

/** The filter, the opened room and the form to add one live in the address: they survive a reload and can be sent on. */
export function useAddress() {
  const params = useSearchParams();
  // The router tells of a new address a moment later; controls must not jump back meanwhile.
  const [address, setAddress] = useState(() => addressFrom(params));
  useEffect(() => setAddress(addressFrom(params)), [params]);
  const change = useCallback((values: Record<string, string | null>, how: "push" | "replace" = "replace") => {
    const url = new URL(window.location.href);
    for (const [name, value] of Object.entries(values))
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    window.history[how === "push" ? "pushState" : "replaceState"](null, "", url);
    setAddress(addressFrom(url.searchParams));
  }, []);
  return { ...address, change };
}

/** Rooms that match, page by page, fresh while somebody looks. */
export function useRooms(filter: RoomFilterValues, first: { filter: RoomFilterValues; page: RoomsPage }) {
  const isFirst = JSON.stringify(filter) === JSON.stringify(first.filter);
  return useInfiniteQuery({
    queryKey: [ROOMS, filter],
    queryFn: ({ pageParam, signal }) => api<RoomsPage>(`/api/rooms?${roomsQuery(filter, pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
    ...(isFirst && { initialData: { pages: [first.page], pageParams: [null] } }),
  });
}

/** One room with its last runs; what the list knows of it shows at once. */
export function useRoom(id: number | null, rooms: readonly RoomDto[]) {
  const listed = rooms.find((room) => room.id === id);
  const { data } = useQuery({
    queryKey: ["room", id],
    queryFn: ({ signal }) => api<RoomDetail>(`/api/rooms/${id}`, { signal }),
    enabled: id !== null,
    staleTime: 0,
    refetchInterval: REFRESH_MS,
  });
  if (id === null) return { room: undefined, detail: undefined };
  // Whichever is younger: what is changed carries its version.
  const room = data && (!listed || data.version >= listed.version) ? data : listed;
  return { room, detail: data };
}

export const useBots = (first: BotDto[]) =>
  useQuery({
    queryKey: [BOTS],
    queryFn: async ({ signal }) => (await api<{ items: BotDto[] }>("/api/bots?limit=100", { signal })).items,
    initialData: first,
    refetchInterval: REFRESH_MS,
  });

/** A change through the API; whatever it touched is read again. */
export function useChange<V, R>(run: (variables: V) => Promise<R>) {
  return useCall(run, {
    onSettled: () => {
      for (const key of [ROOMS, BOTS, "room"]) askAgain([key]);
    },
  });
}

/** The time by which ages are told: the server's until the page lives, then this machine's. */
export function useNow(server: string): Date {
  const [now, setNow] = useState(() => new Date(server));
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
