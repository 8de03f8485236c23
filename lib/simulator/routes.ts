/** Solapi's doors by a short name; a fault may name one either way. */
export const ROUTES = {
  create: "POST /messages/v4/groups",
  groups: "GET /messages/v4/groups",
  group: "GET /messages/v4/groups/:id",
  delete: "DELETE /messages/v4/groups/:id",
  add: "PUT /messages/v4/groups/:id/messages",
  "group-messages": "GET /messages/v4/groups/:id/messages",
  remove: "DELETE /messages/v4/groups/:id/messages",
  send: "POST /messages/v4/groups/:id/send",
  schedule: "POST /messages/v4/groups/:id/schedule",
  unschedule: "DELETE /messages/v4/groups/:id/schedule",
  "send-one": "POST /messages/v4/send",
  "send-many": "POST /messages/v4/send-many/detail",
  list: "GET /messages/v4/list",
  statistics: "GET /messages/v4/statistics",
  balance: "GET /cash/v1/balance",
  senders: "GET /senderid/v1/numbers",
  "active-senders": "GET /senderid/v1/numbers/active",
  upload: "POST /storage/v1/files",
  prices: "GET /pricing/v1/messaging",
  blacks: "GET /iam/v1/black",
  "block-groups": "GET /iam/v1/block/groups",
  "block-numbers": "GET /iam/v1/block/numbers",
  templates: "GET /kakao/v2/templates",
  template: "GET /kakao/v2/templates/:id",
  channels: "GET /kakao/v2/channels",
  channel: "GET /kakao/v2/channels/:id",
} as const;
export type RouteName = keyof typeof ROUTES;

const TABLE = Object.entries(ROUTES).map(([name, route]) => {
  const [method, pattern] = route.split(" ") as [string, string];
  return { name: name as RouteName, method, segments: pattern.split("/") };
});

/** The door a call knocks at and the values in its path, or null. */
export function routeOf(method: string, pathname: string): { name: RouteName; params: string[] } | null {
  const segments = pathname.split("/");
  for (const one of TABLE) {
    if (one.method !== method || one.segments.length !== segments.length) continue;
    if (!one.segments.every((part, at) => part === segments[at] || (part === ":id" && segments[at] !== ""))) continue;
    return { name: one.name, params: segments.filter((_, at) => one.segments[at] === ":id") };
  }
  return null;
}

/** The short name meant by either form; "*" = every door; null = there is no such door. */
export function routeNamed(given: string): RouteName | "*" | null {
  if (given === "*" || given in ROUTES) return given as RouteName | "*";
  return TABLE.find(({ name }) => ROUTES[name] === given)?.name ?? null;
}
