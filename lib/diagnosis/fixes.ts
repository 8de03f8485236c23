import type { Action } from "@/lib/access/can";
import type { XrayFix } from "./xray-dto";

export type FixTarget = NonNullable<XrayFix["target"]>["kind"];
/** Ids a fix may lead to or act on, as far as the rows name them. */
export type FixPlace = Partial<Record<FixTarget, number>>;

/** A call that does it, where nothing has to be typed or chosen first. */
export type FixAct = { method: "POST"; path: string };

export type Fix = {
  id: string;
  /** What the reader must be allowed at the owner's organisation; null where anybody may, or where it lies outside this system. */
  needs: Action | null;
  target: FixTarget | null;
  /** The page it is done on; null where no page of ours does it, or where the rows don't name its place. */
  href: (place: FixPlace) => string | null;
  /** Done in place by one call; null where a page asks for more first. */
  act: (place: FixPlace) => FixAct | null;
};

type Spec = {
  needs?: Action;
  target?: FixTarget;
  href?: string | ((id: number) => string);
  act?: (id: number) => string;
};

const SENDERS = "/settings/messaging/senders";
const TEMPLATES = "/settings/templates";
const ORGS = "/settings/orgs";
const tenantTab = (tab: string) => (id: number) => `/settings/messaging/${id}?tab=${tab}`;
const tenantPage = (id: number) => `/settings/messaging/${id}`;
const message = (id: number) => `/messages/${id}`;
const run = (id: number) => `/logs/${id}`;
const room = (id: number) => `/settings/rooms?room=${id}`;
const schedule = (id: number) => `/schedules/${id}`;

const tenantFix = (needs: Action, tab: string): Spec => ({ needs, target: "tenant", href: tenantTab(tab) });
const botFix: Spec = { needs: "bot.write", target: "bot", href: "/settings/rooms" };
const scheduleFix: Spec = { needs: "schedule.write", target: "schedule", href: schedule };

const SPECS = {
  // The request itself
  fix_request: { needs: "message.send", href: "/messages/new" },
  sign_in: { href: "/sign-in" },
  get_permission: { needs: "user.write", href: ORGS },
  use_own_tenant: { needs: "tenant.read", href: "/settings/messaging" },
  slow_down: {},
  new_key: {},
  tell_operator: {},
  choose_sender: { needs: "sender.request", target: "tenant", href: SENDERS },
  choose_template: { needs: "template.write", href: TEMPLATES },
  connect_channel: tenantFix("tenant.write", "sending"),
  set_ad_details: tenantFix("tenant.write", "sending"),
  send_by_day: { needs: "message.send", href: "/messages/new" },
  set_price: tenantFix("credit.write", "sending"),
  charge: { needs: "credit.write", target: "tenant", href: tenantPage },
  turn_messaging_on: tenantFix("tenant.write", "sending"),
  // Recipients
  fix_number: { needs: "customer.write", href: "/customers" },
  respect_refusal: {},
  get_consent: { needs: "customer.write", href: "/customers" },
  fill_values: { needs: "customer.write", href: "/customers" },
  fix_text: { needs: "message.send", href: "/messages/new" },
  ask_recipient: {},
  send_as_text: { needs: "message.send", href: "/messages/new" },
  // Queue
  put_in_queue_again: {
    ...{ needs: "message.send", target: "message", href: message },
    act: (id) => `/api/messages/${id}/tell-queue`,
  },
  allow_queue: {},
  name_queue: {},
  set_queue_key: {},
  reach_queue: {},
  read_queue: {},
  add_worker: {},
  // Worker
  start_scheduler: { href: "/#dispatcher" },
  start_worker: { href: "/#dispatcher" },
  let_resume: { href: "/#dispatcher" },
  read_worker_log: {},
  decide_batch: { needs: "message.send", target: "batch" },
  resend_message: { needs: "message.send", target: "message", href: message },
  restore_keys: {},
  set_solapi_key: tenantFix("credit.write", "connection"),
  use_same_mode: {},
  upload_image: { needs: "message.send", href: "/messages/new" },
  // Provider: phones
  check_key: tenantFix("credit.write", "connection"),
  allow_ip: {
    needs: "tenant.write",
    target: "tenant",
    href: tenantTab("connection"),
    act: (id) => `/api/tenants/${id}/resume`,
  },
  set_clock: { href: "/#dispatcher" },
  charge_solapi: {
    needs: "tenant.write",
    target: "tenant",
    href: tenantTab("connection"),
    act: (id) => `/api/tenants/${id}/resume`,
  },
  register_sender: { needs: "sender.request", target: "tenant", href: SENDERS },
  lift_number_guard: { needs: "sender.request", target: "tenant", href: SENDERS },
  ask_solapi: {},
  fix_template: { needs: "template.write", href: TEMPLATES },
  wait_for_provider: {},
  wait_for_report: {},
  // Rooms
  edit_schedule: scheduleFix,
  raise_limit: { needs: "limit.write", target: "room", href: room },
  decide_run: { needs: "log.decide", target: "run", href: run },
  send_run_again: { needs: "log.send", target: "run", href: run },
  wait_for_turn: {},
  restore_room: { needs: "room.write", target: "room", href: room },
  turn_room_on: { needs: "room.write", target: "room", href: room },
  choose_room: scheduleFix,
  choose_test_room: { needs: "room.write", target: "room", href: room },
  turn_org_on: { needs: "org.write", href: ORGS },
  save_schedule_anew: scheduleFix,
  approve_bot: botFix,
  reconnect_bot: { ...botFix, act: (id) => `/api/bots/${id}/probe` },
  set_bot_secret: botFix,
  allow_bot_address: {},
  choose_gateway: botFix,
  change_images: scheduleFix,
  check_room_id: { needs: "room.write", target: "room", href: room },
} satisfies Record<string, Spec>;

export type FixId = keyof typeof SPECS;
export const fixIds = Object.keys(SPECS) as FixId[];

const fixOf = (id: FixId): Fix => {
  const spec: Spec = SPECS[id];
  const { href, act } = spec;
  const [needs, target] = [spec.needs ?? null, spec.target ?? null];
  const at = (place: FixPlace) => (target === null ? undefined : place[target]);
  return {
    id,
    needs,
    target,
    href: (place) => {
      if (id === "decide_batch") return place.message === undefined ? null : message(place.message);
      if (typeof href !== "function") return href ?? null;
      const found = at(place);
      return found === undefined ? null : href(found);
    },
    act: (place) => {
      const found = at(place);
      return act && found !== undefined ? { method: "POST", path: act(found) } : null;
    },
  };
};

/** What can be done about a condition, by its id: who may, where, and to what. Its words lie under `fix` of `diagnosisCauses`. */
export const fixes = Object.fromEntries(fixIds.map((id) => [id, fixOf(id)])) as Record<FixId, Fix>;

/** How a fix looks to somebody: `may` only where its permission is given at the owner's organisation. */
export function xrayFix(id: FixId, place: FixPlace, may: (action: Action) => boolean): XrayFix {
  const fix = fixes[id];
  const on = fix.target === null ? undefined : place[fix.target];
  return {
    id,
    href: fix.href(place),
    target: fix.target !== null && on !== undefined ? { kind: fix.target, id: on } : null,
    may: fix.needs === null || may(fix.needs),
  };
}
