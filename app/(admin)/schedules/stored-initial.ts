import type { CleanValues } from "@/components/compose/form-values";
import type { ScheduleDto } from "@/lib/schedules/schedule-dto";
import { ScheduleInput } from "@/lib/schedules/schema";

type Image = { key: string; name: string; width: number; height: number };

/** A stored schedule as the form opens it, with its pictures in order. */
export async function storedInitial(schedule: ScheduleDto, findImages: (keys: string[]) => Promise<readonly Image[]>) {
  const picked = Object.fromEntries(
    Object.keys(ScheduleInput.shape).map((field) => [field, schedule[field as keyof ScheduleDto]]),
  );
  const values = { ...picked, status: schedule.status === "active" ? "active" : "inactive" } as CleanValues;
  const found = await findImages([...values.messageImages1, ...values.messageImages2]);
  const byKey = new Map(found.map((image) => [image.key, image]));
  const stored = (keys: readonly string[]) =>
    keys.flatMap((key) => byKey.get(key) ?? []).map(({ key, name, width, height }) => ({ key, name, width, height }));
  return { values, images: { 1: stored(values.messageImages1), 2: stored(values.messageImages2) } };
}
