import type { Condition } from "./conditions";
import type { Facts } from "./facts";
import { phoneConditions } from "./phone-conditions";
import { requestConditions } from "./request-conditions";
import { roomConditions } from "./room-conditions";

/** What a condition is, without when it holds. */
export type ConditionRow = Omit<Condition, "holds">;

const rowsOf = <F extends Facts>(table: readonly Condition<F>[]): ConditionRow[] =>
  table.map(({ holds: _, ...row }) => row);

/** The whole table, in the order of the layers of each subject. */
export const allConditions: readonly ConditionRow[] = [
  ...rowsOf(requestConditions),
  ...rowsOf(phoneConditions),
  ...rowsOf(roomConditions),
];
