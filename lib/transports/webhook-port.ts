/** What telling the outside came to. `detail` holds no address and nothing of the answer's body. */
export type WebhookAnswer =
  | { ok: true; status: number; ms: number }
  | { ok: false; reason: "address" | "dns" | "tls" | "network" | "timeout" | "redirect" | "status"; detail: string };

/** One address of the operator's that is told about alerts. Never throws for what happens there. */
export interface WebhookDoor {
  /** For people: where it goes, without the path, which is often a secret. */
  readonly host: string;
  send(body: Record<string, unknown>): Promise<WebhookAnswer>;
}
