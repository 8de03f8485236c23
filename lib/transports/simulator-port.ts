/** The stand-in of Solapi doesn't answer, or not as it should. */
export class SimulatorSilent extends Error {}

/** A call of Solapi's that shall go wrong: how, whether before or after it was carried out, and for how long it takes. */
export type SimulatorFault = { route: string; when: "before" | "after"; kind: string; times?: number; ms?: number };

/** What of an account can be changed and put back; `apiSecret` is that of the stand-in, worth nothing. */
export type SimulatorAccount = {
  accountId: string;
  apiKey: string;
  balance: number;
  point: number;
  allowedIps: string[] | null;
  senders: { phoneNumber: string; status: string }[];
};
export type AccountPatch = Partial<Omit<SimulatorAccount, "accountId" | "apiKey">> & { apiSecret?: string };

/**
 * The control doors of the stand-in of Solapi, for trying out what goes wrong.
 * Every method throws SimulatorSilent where the server doesn't answer.
 */
export interface SimulatorDoor {
  faults(): Promise<SimulatorFault[]>;
  addFault(fault: SimulatorFault): Promise<void>;
  /** Ends those of one door. */
  clearFaults(route: string): Promise<void>;
  accounts(): Promise<SimulatorAccount[]>;
  change(accountId: string, patch: AccountPatch): Promise<void>;
}
