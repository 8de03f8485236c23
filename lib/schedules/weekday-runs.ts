import { type Weekday, weekdays } from "@/db/enums";

/**
 * Weekdays as people say them: three or more in a row become one span. A week is a circle only for all seven.
 * @returns spans of [first, last], in the order of the week
 */
export function weekdayRuns(days: readonly Weekday[]): [Weekday, Weekday][] {
  const runs: [Weekday, Weekday][] = [];
  let open: Weekday[] = [];
  const close = () => {
    const [first, last] = [open[0], open.at(-1)];
    if (first && last && open.length >= 3) runs.push([first, last]);
    else runs.push(...open.map((day): [Weekday, Weekday] => [day, day]));
    open = [];
  };
  for (const day of weekdays)
    if (days.includes(day)) open.push(day);
    else close();
  close();
  return runs;
}
