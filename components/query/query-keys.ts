/** Names of what react-query keeps, so that a write can say what it made stale. The first word is the resource of the API. */
export const queryKeys = {
  all: (resource: Resource) => [resource] as const,
  list: (resource: Resource, filter: object = {}) => [resource, "list", filter] as const,
  one: (resource: Resource, id: number | string) => [resource, "one", id] as const,
  /** A part of one, such as the log of a schedule. */
  part: (resource: Resource, id: number | string, part: string) => [resource, "one", id, part] as const,
};
export type Resource =
  | "schedules"
  | "logs"
  | "coverage"
  | "messages"
  | "rooms"
  | "bots"
  | "orgs"
  | "users"
  | "images"
  | "sessions"
  | "tokens"
  | "views";
