/** A DATETIME that went through no column type: the driver gives a Date, or text without a zone, which means UTC. */
export const rawInstant = (value: Date | string | null): Date | null =>
  typeof value === "string" ? new Date(`${value.replace(" ", "T")}Z`) : value;
