/** Ready-made questions about the list of schedules. */
export const scheduleViews = ["all", "blocked", "today", "mine"] as const;
export type ScheduleView = (typeof scheduleViews)[number];
