/**
 * Recorded words that name nothing broken: a person stopped it, it goes on by itself, it was put together afterwards, or
 * another row has the reason.
 */
export const unbroken = {
  phone: {
    cancelled: "person",
    cancel_requested: "person",
    recovered_sent: "afterwards",
    recovered_failed: "afterwards",
    recovered_unknown: "afterwards",
    recovered_proven: "afterwards",
    // Said before sending, and nobody is left out for it
    duplicate: "advice",
    picture_only_ad: "advice",
    night_info: "advice",
  },
  room: {
    by_person: "person",
    schedule_off: "person",
    schedule_deleted: "person",
    given_up: "person",
    run_ended: "another row",
  },
} as const satisfies Record<string, Record<string, "person" | "afterwards" | "advice" | "another row">>;
