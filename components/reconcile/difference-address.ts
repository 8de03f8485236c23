import { type DifferenceKind, type DifferenceState, differenceKinds, differenceStates } from "@/db/enums";

export type DifferenceAddress = { state: DifferenceState; kind: DifferenceKind | null };
type Params = { get: (name: string) => string | null };

/** Values of the address that mean something; whatever else is there counts as nothing. */
export const differencesFrom = (params: Params): DifferenceAddress => ({
  state: differenceStates.find((one) => one === params.get("state")) ?? "open",
  kind: differenceKinds.find((one) => one === params.get("kind")) ?? null,
});

/** As a question to the API. */
export const differenceQueryOf = ({ state, kind }: DifferenceAddress, cursor: string | null = null): string =>
  new URLSearchParams({ state, ...(kind && { kind }), ...(cursor && { cursor }) }).toString();

export function differenceAddressOf({ state, kind }: DifferenceAddress): string {
  const query = new URLSearchParams({ ...(state !== "open" && { state }), ...(kind && { kind }) });
  return query.size > 0 ? `/coverage/differences?${query}` : "/coverage/differences";
}
